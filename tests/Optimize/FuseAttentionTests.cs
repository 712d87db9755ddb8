using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Xunit;

namespace Tests.Optimize;

public class FuseAttentionTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void HeadsOfOneBatchAsAStack()
    {
        // PyTorch's nn.MultiheadAttention: [tokens, batch * heads, depth] turned to [batch * heads, tokens, depth].
        Value q = Turned(make.Input(7, 6, 8)), k = Turned(make.Input(9, 6, 8)), v = Turned(make.Input(9, 6, 8));
        Value scores = make.Add(new MatMul(false, false), make.Add(new Div(), q, make.Scalar(2.83f)), make.Transpose(k, 0, 2, 1));
        Value y = make.Add(new MatMul(false, false), make.Add(new Softmax(2), scores), v);
        Becomes(make.Reshape(make.Transpose(y, 1, 0, 2), 7, 48), "Reshape Reshape Reshape Attention Reshape");
    }

    [Fact]
    public void MasksAreAddedInTheGroupingOfTheirOwn()
    {
        Value q = make.Input(6, 7, 8), k = make.Input(6, 9, 8), v = make.Input(6, 9, 5);
        Value scores = make.Reshape(make.Add(new MatMul(false, true), q, k), 2, 3, 7, 9);
        scores = make.Add(new Add(), make.Constant(1, 2, 1, 1, 9), make.Add(new Mul(), make.Scalar(0.35f), scores));
        scores = make.Add(new Add(), scores, make.Constant(1, 7, 9));
        Value p = make.Reshape(make.Add(new Softmax(3), scores), 6, 7, 9);
        Becomes(make.Add(new MatMul(false, false), p, v), "Reshape Reshape Reshape Attention Reshape");
    }

    [Fact]
    public void AMaskOfOneNumberAQueryReachesAllKeys()
    {
        Value q = make.Input(1, 2, 5, 4);
        Value scores = make.Add(new Add(), make.Add(new MatMul(false, true), q, q), make.Input(5, 1));
        Becomes(make.Add(new MatMul(false, false), make.Add(new Softmax(3), scores), q), "Reshape Expand Attention");
    }

    [Fact]
    public void HeadsOfOneProjectionAreReadWhereTheyLie()
    {
        // A vision transformer: [batch, tokens, 3, heads, depth] split, each turned to [batch, heads, tokens, depth].
        Value x = make.Input(2, 17, 3, 4, 8);
        Value[] parts = make.AddAll(new Split(2, new Axes(1, 1, 1)), x);
        Value y = Plain(Heads(parts[0]), Heads(parts[1]), Heads(parts[2]));
        y = make.Reshape(make.Transpose(y, 0, 2, 1, 3), 2, 17, 32);
        Becomes(y, "Reshape Attention Reshape");
        Assert.Equal(4, ((Attention)make.Graph.Nodes[1].Operator).PackedKeyHeads);

        Value Heads(Value part) => make.Transpose(make.Reshape(part, 2, 17, 4, 8), 0, 2, 1, 3);
    }

    [Fact]
    public void ThirdsInAnotherOrderAreTakenOutAsBefore()
    {
        Value x = make.Input(2, 17, 96);
        Value y = Plain(Heads(x, 32), Heads(x, 0), Heads(x, 64));
        Becomes(make.Transpose(y, 0, 2, 1, 3), "Slice Reshape Slice Reshape Slice Reshape Attention");
    }

    [Fact]
    public void ThirdsOfSlicesAreReadWhereTheyLie()
    {
        Value x = make.Input(2, 17, 96);
        Value y = Plain(Heads(x, 0), Heads(x, 32), Heads(x, 64));
        Becomes(make.Transpose(y, 0, 2, 1, 3), "Reshape Attention");
    }

    [Fact]
    public void AFactorOfScoresAndMaskIsNoAttention()
    {
        Value q = make.Input(1, 2, 5, 4);
        Value scores = make.Add(new Mul(), make.Scalar(0.5f), make.Add(new Add(), make.Add(new MatMul(false, true), q, q), make.Constant(1, 5, 5)));
        Becomes(make.Add(new MatMul(false, false), make.Add(new Softmax(3), scores), q), "MatMul Add Mul Softmax MatMul");
    }

    [Fact]
    public void ProbabilitiesThatSomeoneElseReadsStay()
    {
        Value q = make.Input(1, 2, 5, 4);
        Value p = make.Add(new Softmax(3), make.Add(new MatMul(false, true), q, q));
        Value y = make.Add(new MatMul(false, false), p, q);
        Graph graph = make.Return(y, p);
        GraphRun.OptimizedGivesTheSame(graph, 1e-5f);
        Assert.Equal("MatMul Softmax MatMul", GraphRun.Operators(graph));
    }

    [Fact]
    public void SoftmaxOverAnotherAxisIsNoAttention()
    {
        Value q = make.Input(1, 2, 5, 4);
        Value p = make.Add(new Softmax(2), make.Add(new MatMul(false, true), q, q));
        Becomes(make.Add(new MatMul(false, false), p, q), "MatMul Softmax MatMul");
    }

    private Value Plain(Value q, Value k, Value v) =>
        make.Add(new MatMul(false, false), make.Add(new Softmax(3), make.Add(new Mul(), make.Add(new MatMul(false, true), q, k), make.Scalar(0.35f))), v);

    private Value Turned(Value x) => make.Transpose(x, 1, 0, 2);

    private Value Heads(Value x, int start)
    {
        Value part = make.Add(Slice.Of(x.Shape, 2, start, 32), x);
        return make.Transpose(make.Reshape(part, 2, 17, 4, 8), 0, 2, 1, 3);
    }

    private void Becomes(Value y, string operators)
    {
        Graph graph = make.Return(y);
        GraphRun.OptimizedGivesTheSame(graph, 1e-5f);
        Assert.Equal(operators, GraphRun.Operators(graph));
    }
}
