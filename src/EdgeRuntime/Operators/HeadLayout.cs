using System;

namespace EdgeRuntime.Operators;

/// <summary>Which of attention's tensors are [batch, tokens, heads, depth], as projections write them, instead of [batch, heads, tokens, depth].</summary>
[Flags]
internal enum HeadLayout
{
    None = 0,
    Query = 1,
    Key = 2,
    Value = 4,
    Output = 8,
    All = Query | Key | Value | Output,
}
