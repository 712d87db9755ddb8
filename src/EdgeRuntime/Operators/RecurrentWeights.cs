using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>
/// The packed form of recurrent weights [gates * H, H]: of all gates in one product, or of the gates and the candidate in two, where the
/// reset comes first.
/// </summary>
/// <param name="Gates">Gates, candidates included.</param>
/// <param name="Hidden">H.</param>
/// <param name="ResetsFirst">Whether the candidate has a product of its own.</param>
/// <param name="Back">Whether the products lead from gradients of gates to that of the state.</param>
internal readonly record struct RecurrentWeights(int Gates, int Hidden, bool ResetsFirst, bool Back)
{
    public long Bytes => First.Bytes + (ResetsFirst ? Candidate.Bytes : 0);

    private int FirstGates => ResetsFirst ? Gates - 1 : Gates;

    private RecurrentProduct First => new() { K = Back ? FirstGates * Hidden : Hidden, N = Back ? Hidden : FirstGates * Hidden };

    private RecurrentProduct Candidate => new() { K = Hidden, N = Hidden };

    /// <summary>The products of <paramref name="batch"/> samples a step, on weights to be packed at <paramref name="packed"/>.</summary>
    public unsafe (RecurrentProduct First, RecurrentProduct Candidate) Products(StepBuilder steps, int batch, byte* packed)
    {
        RecurrentProduct first = First, candidate = Candidate;
        first.Slab = candidate.Slab = batch == 1 ? RecurrentProduct.SlabOf(Dispatch.Make<LaneCount, int>(steps.Isa, default)) : 0;
        first.Weights = (float*)packed;
        candidate.Weights = (float*)(packed + first.Bytes);
        return (first, candidate);
    }

    /// <summary>Packs constant weights now.</summary>
    public unsafe void Pack((RecurrentProduct First, RecurrentProduct Candidate) products, float* weights, float* bias)
    {
        Pack(products.First, weights, bias);
        if (ResetsFirst)
            Pack(products.Candidate, CandidateOf(weights, Hidden), CandidateOf(bias, 1));
    }

    /// <summary>Adds the steps that pack weights which change from run to run.</summary>
    public unsafe void AddPack(StepBuilder steps, (RecurrentProduct First, RecurrentProduct Candidate) products, float* weights, float* bias)
    {
        steps.Add(new PackStep(this, products.First, weights, bias));
        if (ResetsFirst)
            steps.Add(new PackStep(this, products.Candidate, CandidateOf(weights, Hidden), CandidateOf(bias, 1)));
    }

    private unsafe float* CandidateOf(float* rows, int width) => rows is null ? null : rows + ((long)FirstGates * Hidden * width);

    private unsafe void Pack(RecurrentProduct product, float* weights, float* bias) =>
        product.Pack(weights, Back ? Hidden : 1, Back ? 1 : Hidden, bias);

    private readonly struct LaneCount : ISimdMaker<int>
    {
        public int Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => S.Count;
    }

    private sealed unsafe class PackStep : Step
    {
        private readonly RecurrentWeights packing;
        private readonly RecurrentProduct product;
        private readonly float* weights;
        private readonly float* bias;

        public PackStep(RecurrentWeights packing, RecurrentProduct product, float* weights, float* bias)
        {
            this.packing = packing;
            this.product = product;
            this.weights = weights;
            this.bias = bias;
            Work = (long)product.N * product.K;
        }

        public override void Run(int first, int last, int worker) => packing.Pack(product, weights, bias);
    }
}
