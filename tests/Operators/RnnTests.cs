using System.Collections.Generic;
using Tests.Support;

namespace Tests.Operators;

public class RnnTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases
    {
        get
        {
            foreach (OperatorCase item in RecurrentCases.Shared("RNN", r => r))
                yield return item;
            foreach ((string name, float alpha, float beta) in ((string, float, float)[])
                [("Relu", 0, 0), ("Affine", 0.7f, 0.2f), ("LeakyRelu", 0.1f, 0), ("ThresholdedRelu", 0.3f, 0), ("ScaledTanh", 0.8f, 1.1f),
                 ("HardSigmoid", 0.3f, 0.4f), ("Elu", 0.9f, 0), ("Softsign", 0, 0), ("Softplus", 0, 0), ("Sigmoid", 0, 0)])
            {
                List<(string, object)> attributes = [("activations", (string[])[name, name])];
                bool both = name is "Affine" or "ScaledTanh" or "HardSigmoid";
                if (alpha != 0)
                    attributes.Add(("activation_alpha", (float[])[alpha, alpha]));
                if (both)
                    attributes.Add(("activation_beta", (float[])[beta, beta]));
                yield return RecurrentCases.Full(new RecurrentReference("RNN", 4, 2, 3, 5)
                {
                    Direction = "bidirectional",
                    Functions = [RecurrentCases.Function(name, alpha, beta), RecurrentCases.Function(name, alpha, beta)],
                }, [.. attributes]);
            }
        }
    }
}
