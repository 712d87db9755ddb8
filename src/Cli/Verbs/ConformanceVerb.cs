using System;
using System.Collections.Generic;
using System.CommandLine;
using EdgeCli.Conformance;
using EdgeRuntime;

namespace EdgeCli.Verbs;

/// <summary><c>edge conformance PATH</c>: runs a suite of ONNX backend-test cases.</summary>
internal sealed class ConformanceVerb : Verb
{
    private readonly Argument<string> path = new("PATH") { Description = "A folder or a .zip of cases: case/model.onnx, case/test_data_set_*/input_*.pb and output_*.pb." };
    private readonly Option<string?> filter = new("--filter") { Description = "Only the cases whose name contains this text." };

    public ConformanceVerb()
        : base(
            "conformance",
            "Runs ONNX backend-test cases and compares with the stored outputs (rtol 1e-3, atol 1e-7; all but floats exactly).",
            "conformance onnx-node.zip",
            "conformance onnx-node.zip --filter test_conv --json")
    {
        Arguments.Add(path);
        Options.Add(filter);
    }

    public override int Run(Context context)
    {
        List<CaseResult> results = [];
        foreach (ConformanceCase item in CaseReader.Read(context.Get(path)))
        {
            if (context.Get(filter) is { } text && !item.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                continue;
            CaseResult result = CaseRunner.Run(item, context.SessionOptions);
            results.Add(result);
            if (result.Status != CaseResult.Passed)
                context.Print($"{result.Status,-11} {result.Name}: {result.Reason}");
        }

        if (results.Count == 0)
            throw new EdgeException(ErrorKind.Data, $"'{context.Get(path)}' holds no case that is asked for: check the path and --filter.");
        int passed = Count(results, CaseResult.Passed), failed = Count(results, CaseResult.Failed);
        int unsupported = Count(results, CaseResult.Unsupported);
        context.Print($"{passed} passed, {failed} failed, {unsupported} unsupported");
        context.PrintJson(json =>
        {
            json.WriteNumber("passed", passed);
            json.WriteNumber("failed", failed);
            json.WriteNumber("unsupported", unsupported);
            json.WriteStartArray("cases");
            foreach (CaseResult result in results)
            {
                json.WriteStartObject();
                json.WriteString("name", result.Name);
                json.WriteString("status", result.Status);
                json.WriteString("reason", result.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return failed == 0 ? CommandLine.Done : CommandLine.Failed;
    }

    private static int Count(List<CaseResult> results, string status) => results.FindAll(r => r.Status == status).Count;
}
