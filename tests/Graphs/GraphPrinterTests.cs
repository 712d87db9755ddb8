using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Optimize;
using Xunit;

namespace Tests.Graphs;

public class GraphPrinterTests
{
    [Fact]
    public void EveryNodeIsOneLine()
    {
        GraphMaker make = new();
        Value x = make.Input(1, 2, 3);
        Value y = make.Add(new Cast(ElementType.Int64), make.Transpose(x, 0, 2, 1));
        Graph graph = make.Return(y, make.Add(new Reshape(new Shape(2)), make.Variable(2, 1)));
        string expected = """
            input 'x0' [1, 2, 3]
            'n0' [1, 3, 2] = Transpose('x0') { Order = 0,2,1 }
            'n1' Int64[1, 3, 2] = Cast('n0') { To = Int64 }
            'n3' [2] = Reshape(variable 'v2' [2, 1]) { Target = [2] }
            output 'y0' = 'n1' Int64[1, 3, 2]
            output 'y1' = 'n3' [2]

            """;
        Assert.Equal(expected, GraphPrinter.Print(graph));
    }
}
