using System.Collections.Generic;
using Tests.Support;

namespace Tests.Operators;

public class GruTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        .. RecurrentCases.Shared("GRU", r => r with { LinearBeforeReset = true }),
        .. RecurrentCases.Shared("GRU", r => r),
        RecurrentCases.Full(new RecurrentReference("GRU", 4, 2, 3, 5)
        {
            LinearBeforeReset = true,
            Functions = [RecurrentCases.Function("HardSigmoid", 0.3, 0.4), RecurrentCases.Function("Softsign", 0, 0)],
        }, ("activations", (string[])["HardSigmoid", "Softsign"]), ("activation_alpha", (float[])[0.3f]), ("activation_beta", (float[])[0.4f])),
        RecurrentCases.Full(new RecurrentReference("GRU", 4, 2, 3, 5) { LinearBeforeReset = true, Clip = 0.5 }) with { NoGradient = "A clip has none." },
        RecurrentCases.Full(new RecurrentReference("GRU", 4, 2, 3, 5) { Clip = 0.5 }) with { NoGradient = "A clip has none." },
    ];
}
