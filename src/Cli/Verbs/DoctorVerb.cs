using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using EdgeRuntime;
using EdgeRuntime.Simd;

namespace EdgeCli.Verbs;

/// <summary><c>edge doctor</c>: what this machine has for Edge, and what stands in its way.</summary>
internal sealed class DoctorVerb() : Verb("doctor", "Shows the instruction sets and memory of this machine, and what makes Edge slow on it.", "doctor", "doctor --json")
{
    private const string GovernorPath = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";

    private readonly record struct Problem(string What, string Fix);

    public override int Run(Context context)
    {
        List<string> sets = [];
        foreach (Isa isa in Enum.GetValues<Isa>())
        {
            if (Dispatch.IsSupported(isa))
                sets.Add(Dispatch.Name(isa));
        }

        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        List<Problem> problems = FindProblems();
        context.Print($"instruction sets  {string.Join(", ", sets)}; {Dispatch.Name(context.Isa)} runs");
        context.Print($"processors        {Environment.ProcessorCount}, {RuntimeInformation.ProcessArchitecture}");
        context.Print($"memory            {memory} bytes for this process");
        context.Print($"system            {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}");
        foreach (Problem problem in problems)
            context.Print($"problem           {problem.What} {problem.Fix}");
        context.PrintJson(json =>
        {
            json.WriteStartArray("isa");
            foreach (string set in sets)
                json.WriteStringValue(set);
            json.WriteEndArray();
            json.WriteString("isa_used", Dispatch.Name(context.Isa));
            json.WriteNumber("processors", Environment.ProcessorCount);
            json.WriteNumber("memory_bytes", memory);
            json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant());
            json.WriteString("system", RuntimeInformation.OSDescription);
            json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
            json.WriteStartArray("problems");
            foreach (Problem problem in problems)
            {
                json.WriteStartObject();
                json.WriteString("what", problem.What);
                json.WriteString("fix", problem.Fix);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return CommandLine.Done;
    }

    private static List<Problem> FindProblems()
    {
        List<Problem> problems = [];
        bool isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        if (isX64 && !Dispatch.IsSupported(Isa.Avx2))
            problems.Add(new("This processor (or its virtual machine) has no AVX2: the scalar kernels run, several times slower.", "Let the virtual machine pass the host's processor through."));
        if (!isX64 && RuntimeInformation.ProcessArchitecture != Architecture.Arm64)
            problems.Add(new($"There are no vector kernels for {RuntimeInformation.ProcessArchitecture}: the scalar ones run.", "Use a 64-bit system."));
        foreach (string name in (ReadOnlySpan<string>)["DOTNET_EnableHWIntrinsic", "DOTNET_EnableAVX2", "DOTNET_EnableAVX512F", "DOTNET_EnableArm64AdvSimd"])
        {
            if (Environment.GetEnvironmentVariable(name) == "0")
                problems.Add(new($"{name}=0 switches instructions off.", $"Unset {name}."));
        }

        if (ReadLine(GovernorPath) is "powersave" and { } governor)
            problems.Add(new($"The processor's clock is governed by '{governor}': it stays low.", "Run: echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor"));
        return problems;
    }

    private static string? ReadLine(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
