using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Import;

namespace EdgeCli;

/// <summary>
/// Opens a session for given inputs. They stay run-time inputs; only those that an operator must know when it is planned (the target shape
/// of a Reshape, the axes of a Reduce) are bound as <see cref="SessionOptions.Constants"/>.
/// </summary>
internal static class BoundSession
{
    public static Session Open(Model model, IReadOnlyList<(string Name, Tensor Value)> inputs, SessionOptions options)
    {
        Dictionary<string, Tensor> given = [];
        Dictionary<string, Shape> shapes = [];
        foreach ((string name, Tensor value) in inputs)
            (given[name], shapes[name]) = (value, value.Shape);
        Dictionary<string, Tensor> bound = [];
        while (model.TryToGraph(new ImportOptions { Shapes = shapes, Bind = bound }, out IReadOnlyList<UnsupportedNode> unsupported) is null)
        {
            int before = bound.Count;
            foreach (UnsupportedNode node in unsupported)
            {
                foreach (string name in node.InputsToBind ?? [])
                {
                    if (given.TryGetValue(name, out Tensor? value))
                        bound[name] = value;
                }
            }

            if (bound.Count == before)
                break; // the session throws the one error that lists them all
        }

        return new Session(model, options with { Shapes = shapes, Constants = bound });
    }

    /// <summary>Writes the inputs, runs once and gives copies of the outputs in the model's order.</summary>
    public static List<Tensor> Run(Session session, IReadOnlyList<(string Name, Tensor Value)> inputs)
    {
        foreach (TensorInfo input in session.Inputs)
        {
            foreach ((string name, Tensor value) in inputs)
            {
                if (name == input.Name)
                    value.Bytes.CopyTo(session.Bytes(name, output: false));
            }
        }

        session.Run();
        List<Tensor> outputs = [];
        foreach (TensorInfo output in session.Outputs)
        {
            Tensor copy = new(output.Type, output.Shape);
            session.Bytes(output.Name, output: true).CopyTo(copy.Bytes);
            outputs.Add(copy);
        }

        return outputs;
    }
}
