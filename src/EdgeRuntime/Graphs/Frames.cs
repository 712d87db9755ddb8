namespace EdgeRuntime.Graphs;

/// <summary>
/// Where the frames of a sequence lie in a value of the graph that computes a whole sequence, and how many of them a step of the streaming
/// graph has. Element i of frame t lies <c>t * Stride</c> elements behind that of frame 0, which no reshaping changes.
/// </summary>
/// <param name="Length">Frames in the whole graph, padding included; at least 2, so that they can be told from axes of length 1.</param>
/// <param name="Stride">Elements from a frame to the next in the whole graph.</param>
/// <param name="Step">Frames in the streaming graph.</param>
/// <param name="Lead">Frames of zeros before the first one: padding that the streaming graph does not have, for a convolution to come.</param>
/// <param name="Valid">Frames that are computed from frames of the sequence up to their own; what follows them is to be cut off.</param>
internal readonly record struct Frames(int Length, long Stride, int Step, int Lead, int Valid)
{
    public bool IsPadded => Lead > 0 || Lead + Valid < Length;

    /// <summary>The axis of a whole value that the frames lie in, and how many elements of that axis belong to one frame; -1 where no axis has them.</summary>
    public (int Axis, int Each) Find(Shape whole)
    {
        for (int axis = 0; axis < whole.Rank; axis++)
        {
            long inner = whole.Product(axis + 1, whole.Rank);
            if (inner == 0 || Stride % inner != 0 || Stride * Length > inner * whole[axis])
                continue;
            long each = Stride / inner;
            return whole[axis] % (Length * each) == 0 ? (axis, (int)each) : (-1, 0);
        }

        return (-1, 0);
    }

    /// <summary>The axis whose elements are the frames one by one; -1 where they share an axis with others.</summary>
    public int AxisOf(Shape whole) => Find(whole) is (>= 0 and int axis, 1) && whole[axis] == Length ? axis : -1;

    /// <summary>The frames of a value in which they lie in an axis as <see cref="Find"/> says.</summary>
    public Frames At(Shape whole, int axis, int each = 1) => this with { Stride = whole.Product(axis + 1, whole.Rank) * (long)each };

    /// <summary>The shape of a value in the streaming graph; the whole graph's has the frames in some axis.</summary>
    public Shape StepShape(Shape whole)
    {
        int axis = Find(whole).Axis;
        return whole.With(axis, whole[axis] / Length * Step);
    }
}
