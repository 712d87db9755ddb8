using System.Collections.Generic;
using Tests.Support;

namespace Tests.Operators;

public class LstmTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        .. RecurrentCases.Shared("LSTM", r => r),
        RecurrentCases.Full(new RecurrentReference("LSTM", 4, 2, 3, 5) { CouplesGates = true }),
        RecurrentCases.Make(new RecurrentReference("LSTM", 4, 2, 3, 9), weightsAtRunTime: false, bias: true, states: true, peepholes: true),
        RecurrentCases.Make(new RecurrentReference("LSTM", 4, 1, 3, 9) { CouplesGates = true }, weightsAtRunTime: true, bias: false, states: false, peepholes: true),
        RecurrentCases.Full(new RecurrentReference("LSTM", 4, 2, 3, 5)
        {
            Functions = [RecurrentCases.Function("HardSigmoid", 0.3, 0.5), RecurrentCases.Function("ScaledTanh", 0.7, 1.2), RecurrentCases.Function("Elu", 0.6, 0)],
        }, ("activations", (string[])["HardSigmoid", "ScaledTanh", "Elu"]), ("activation_alpha", (float[])[0.3f, 0.7f, 0.6f]), ("activation_beta", (float[])[0.5f, 1.2f])),
        RecurrentCases.Full(new RecurrentReference("LSTM", 4, 2, 3, 5) { Clip = 0.5 }) with { NoGradient = "A clip has none." },
    ];
}
