using System.Collections.Generic;
using System.IO;
using BenchmarkDotNet.Attributes;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace Bench;

/// <summary>One run of a whole network, batch 1: the built-in ones, and those of EDGE_MODELS (a folder of .onnx files).</summary>
[MemoryDiagnoser]
public class ModelBench
{
    private Session? session;

    [ParamsSource(nameof(Models))]
    public string Model { get; set; } = "";

    [Params(1, 2)]
    public int Threads { get; set; }

    public static IEnumerable<string> Models
    {
        get
        {
            foreach (string name in Networks.Names)
                yield return name;
            if (System.Environment.GetEnvironmentVariable("EDGE_MODELS") is { Length: > 0 } folder)
            {
                foreach (string file in Directory.EnumerateFiles(folder, "*.onnx"))
                    yield return file;
            }
        }
    }

    [GlobalSetup]
    public void Setup()
    {
        Model model = File.Exists(Model) ? EdgeRuntime.Model.Load(Model) : Networks.Create(Model);
        session = new Session(model, new SessionOptions { Threads = Threads });
        session.Input<float>().Fill(0.5f);
    }

    [Benchmark]
    public void Run() => session!.Run();

    [GlobalCleanup]
    public void Cleanup() => session!.Dispose();
}
