using System;

namespace EdgeRuntime.Data.Sequences.Tones;

/// <summary>
/// Ten words that sound a little like the digits: glides between vowels (resonances after Peterson and Barney, 1952), hisses, nasals, stops.
/// </summary>
internal static class ToneWords
{
    private static readonly ToneSegment[][] s_words =
    [
        [Hiss(3000, 70, voice: 0.3f), Vowel(270, 2290, 3010, 110), Vowel(490, 1350, 1690, 70), Vowel(570, 840, 2410, 150)],
        [Vowel(290, 610, 2150, 70), Vowel(640, 1190, 2390, 150), Nasal(120)],
        [Stop(2500), Vowel(300, 870, 2240, 220)],
        [Hiss(2000, 70, 0.3f), Vowel(490, 1350, 1690, 70), Vowel(270, 2290, 3010, 190)],
        [Hiss(1400, 80, 0.3f), Vowel(570, 840, 2410, 160), Vowel(490, 1350, 1690, 110)],
        [Hiss(1400, 80, 0.3f), Vowel(730, 1090, 2440, 140), Vowel(390, 1990, 2550, 90), Hiss(1200, 70, 0.25f, 0.4f)],
        [Hiss(3500, 110, 0.7f), Vowel(390, 1990, 2550, 90), Silence(50), Stop(1800), Hiss(3500, 130, 0.7f)],
        [Hiss(3500, 110, 0.7f), Vowel(530, 1840, 2480, 100), Hiss(1200, 50, 0.25f, 0.5f), Vowel(530, 1600, 2480, 80), Nasal(100)],
        [Vowel(530, 1840, 2480, 110), Vowel(270, 2290, 3010, 110), Silence(60), Stop(2800)],
        [Nasal(80), Vowel(730, 1090, 2440, 130), Vowel(390, 1990, 2550, 90), Nasal(90)],
    ];

    /// <summary>How many words there are.</summary>
    public static int Count => s_words.Length;

    /// <summary>The segments of a word.</summary>
    public static ReadOnlySpan<ToneSegment> Of(int word) => s_words[word];

    private static ToneSegment Vowel(float f1, float f2, float f3, float milliseconds) => new(f1, f2, f3, 1f, 0.02f, 2500, milliseconds);

    private static ToneSegment Nasal(float milliseconds) => new(280, 1700, 2600, 0.45f, 0, 2500, milliseconds);

    private static ToneSegment Hiss(float hertz, float milliseconds, float loudness = 0.5f, float voice = 0) => new(350, 1500, 2500, voice, loudness, hertz, milliseconds);

    private static ToneSegment Stop(float hertz) => new(400, 1600, 2500, 0, 0.8f, hertz, 25);

    private static ToneSegment Silence(float milliseconds) => new(400, 1600, 2500, 0, 0, 2500, milliseconds);
}
