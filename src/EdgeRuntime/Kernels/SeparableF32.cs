using System;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// A convolution (or none), a depthwise and a pointwise one, strip by strip of output rows: what lies between them is a ring of rows and
/// one strip that stay in the cache, instead of whole tensors. Every output is the same chains as one after the other.
/// </summary>
internal static unsafe class SeparableF32
{
    /// <summary>Whether the depthwise convolution reads rows from a ring.</summary>
    public static bool Takes(in ConvShape depthwise) =>
        depthwise.H.Taps == 3 && DepthwiseThree.Takes(depthwise, add: false) && !DepthwiseSweep.Takes(depthwise);

    /// <summary>Strips [first, last), counted along (batch, strip); the residual is laid out as y.</summary>
    public static void Run<S, V>(SeparableChain* chain, float* x, float* y, byte* scratch, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        ConvShape* depthwise = &chain->Depthwise.Shape;
        float* ring = (float*)scratch;
        float* middle = (float*)(scratch + chain->RingBytes);
        byte* rest = scratch + chain->RingBytes + chain->StripOutputBytes;
        int strips = chain->Strips, ringRows = chain->Expands ? chain->RingRows : depthwise->H.In, image = -1, made = 0;
        for (int unit = first; unit < last; unit++)
        {
            int row = unit % strips * chain->StripRows, end = Math.Min(row + chain->StripRows, depthwise->H.Out);
            bool follows = image == unit / strips;
            image = unit / strips;
            float* source = x + (image * (chain->Expands ? chain->Expand.Shape.InImage : depthwise->InImage));
            if (chain->Expands)
            {
                // Rows that the strip before has made are still there.
                int begin = InputRow(depthwise->H, row, 0), stop = InputRow(depthwise->H, end - 1, depthwise->H.Taps - 1) + 1;
                for (int next = follows ? Math.Max(made, begin) : begin, count; next < stop; next += count)
                {
                    int slot = next % ringRows;
                    count = Math.Min(stop - next, ringRows - slot);
                    Rows<S, V>(&chain->Expand, source, ring + ((slot - next) * depthwise->InRow), rest, next, next + count);
                }
                made = follows ? Math.Max(made, stop) : stop;
                source = ring;
            }
            float* sums = middle - (row * depthwise->OutRow);
            DepthwiseF32.RunRing<S, V>(depthwise, source, ringRows, chain->Depthwise.Packed, sums, chain->Depthwise.Epilogue, row, end);
            ChainedConv project = chain->Project;
            if (project.Epilogue.Residual is not null)
                project.Epilogue.Residual += image * project.Shape.OutImage;
            Rows<S, V>(&project, sums, y + (image * project.Shape.OutImage), rest, row, end);
        }
    }

    /// <summary>Output rows [first, last) of an image.</summary>
    private static void Rows<S, V>(ChainedConv* conv, float* x, float* y, byte* scratch, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        ConvShape* s = &conv->Shape;
        int from = first * s->W.Out, to = last * s->W.Out;
        if (conv->IsPointwise)
            GemmF32.Run<S, V>(x, s->InPixel, conv->Packed, y, s->OutPixel, s->Channels, conv->Epilogue, from, to, 0, s->Outputs);
        else
            ConvF32.Run<S, V>(s, x, conv->Packed, y, conv->Epilogue, scratch, from, to);
    }

    /// <summary>The row that a tap of an output row reads, or the nearest one inside.</summary>
    private static int InputRow(in ConvAxis axis, int output, int tap) => Math.Clamp((output * axis.Stride) + axis.First + (tap * axis.Step), 0, axis.In - 1);
}
