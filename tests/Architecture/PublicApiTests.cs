using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Text;
using EdgeRuntime;
using Tests.Support;
using Xunit;

namespace Tests.ArchitectureTests;

/// <summary>The public surface of the runtime is a text file, so that a change of it shows in review.</summary>
public class PublicApiTests
{
    private const string Golden = "tests/Architecture/PublicApi.txt";
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void ThePublicSurfaceIsWhatPublicApiTxtSays()
    {
        string path = Sources.PathOf(Golden), actual = Describe();
        if (Sources.MayUpdate)
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == actual, $"The public surface is not what {Golden} says. If that is meant, run this test with EDGE_UPDATE=1 and commit the file.");
    }

    private static string Describe()
    {
        StringBuilder text = new();
        List<Type> types = [.. typeof(Session).Assembly.GetExportedTypes()];
        types.Sort((a, b) => string.CompareOrdinal(a.FullName, b.FullName));
        foreach (Type type in types)
        {
            text.Append(KindOf(type)).Append(' ').Append(type.FullName).Append('\n');
            List<string> members = [];
            foreach (MemberInfo member in type.GetMembers(Declared))
            {
                if (Signature(member) is { } signature)
                    members.Add(signature);
            }

            members.Sort(string.CompareOrdinal);
            foreach (string member in members)
                text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static string KindOf(Type type) =>
        type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsInterface ? "interface" : type is { IsAbstract: true, IsSealed: true } ? "static class" : "class";

    // What the compiler writes for records and properties says nothing more.
    private static string? Signature(MemberInfo member) => member switch
    {
        _ when member.Name is "Equals" or "GetHashCode" or "ToString" or "<Clone>$" or "Deconstruct" or "PrintMembers" or "op_Equality" or "op_Inequality" => null,
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        PropertyInfo property => $"{NameOf(property.PropertyType)} {property.Name} {{{(property.GetMethod is { IsPublic: true } ? " get;" : "")}{(property.SetMethod is { IsPublic: true } ? " set;" : "")} }}",
        MethodInfo { IsSpecialName: false } method => $"{NameOf(method.ReturnType)} {method.Name}({Parameters(method)})",
        FieldInfo { IsSpecialName: false } field => $"{NameOf(field.FieldType)} {field.Name}",
        _ => null,
    };

    private static string Parameters(MethodBase method) =>
        string.Join(", ", Array.ConvertAll(method.GetParameters(), p => $"{NameOf(p.ParameterType)} {p.Name}"));

    private static string NameOf(Type type)
    {
        if (!type.IsGenericType)
            return type.Name;
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", Array.ConvertAll(type.GetGenericArguments(), NameOf))}>";
    }
}
