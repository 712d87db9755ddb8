using EdgeRuntime.Data.Digits;
using EdgeRuntime.Random;

namespace EdgeRuntime.Data.Sequences.Gestures;

/// <summary>Who draws: what all gestures of a person have in common.</summary>
/// <param name="SizeMetres">How large gestures are.</param>
/// <param name="Seconds">How long one takes.</param>
/// <param name="Aspect">Width by height.</param>
/// <param name="RollDegrees">How the sensor is turned about the arm.</param>
/// <param name="PitchDegrees">How far its tip is up.</param>
/// <param name="WristDegreesPerMetre">How much the wrist turns while the hand moves.</param>
internal readonly record struct GesturePerson(float SizeMetres, float Seconds, float Aspect, float RollDegrees, float PitchDegrees, float WristDegreesPerMetre)
{
    /// <summary>One of the persons of a part of the set.</summary>
    public static GesturePerson Of(ulong seed, uint part, int person)
    {
        RandomDraws draws = new(new CounterRandom(seed, GestureStreams.Person + part), (ulong)person << 8);
        return new GesturePerson(draws.Uniform(0.2f, 0.4f), draws.Uniform(0.8f, 1.3f), draws.Uniform(0.8f, 1.25f), draws.Normal(0, 12), draws.Normal(0, 10), draws.Uniform(60, 160));
    }
}
