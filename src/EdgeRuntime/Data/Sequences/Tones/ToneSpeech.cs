using System;
using EdgeRuntime.Data.Digits;
using EdgeRuntime.Random;

namespace EdgeRuntime.Data.Sequences.Tones;

/// <summary>
/// From a word and a voice to samples: pulses of the throat through three resonances one after another, hiss through one, loudness and resonances
/// gliding from segment to segment, silence around, noise over all. The same bits on every machine.
/// </summary>
internal static class ToneSpeech
{
    /// <summary>Samples a second.</summary>
    public const int Rate = 8000;

    private const int Piece = Rate / 200; // resonances move 200 times a second
    private const float GlideMilliseconds = 45;

    /// <summary>Speaks.</summary>
    /// <param name="word">Which of <see cref="ToneWords"/>.</param>
    /// <param name="voice">Who speaks.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="part">The part of the set.</param>
    /// <param name="index">The sample's place in it.</param>
    public static float[] Speak(int word, ToneVoice voice, ulong seed, uint part, int index)
    {
        RandomDraws draws = new(new CounterRandom(seed, ToneStreams.Word + part), (ulong)index << 10);
        ToneSegment[] segments = Vary(ToneWords.Of(word), voice, ref draws);
        int before = (int)draws.Uniform(0, 0.08f * Rate), after = (int)draws.Uniform(0, 0.08f * Rate), length = 0;
        foreach (ToneSegment segment in segments)
            length += Samples(segment.Milliseconds);
        double pitch = voice.PitchHertz * draws.Uniform(0.94f, 1.06f);
        float[] sound = new float[before + length + after];
        CounterRandom noise = new(seed, ToneStreams.Noise + part);
        ulong drawn = (ulong)index << 32; // a word has less than 2^31 samples, two draws each
        Throat throat = new(voice, pitch);
        double loudest = 1e-9;
        for (int start = 0; start < length; start += Piece)
        {
            throat.Move(At(segments, start), (double)start / length);
            for (int i = start; i < Math.Min(length, start + Piece); i++)
            {
                sound[before + i] = (float)throat.Next((2 * noise.Uniform(drawn++)) - 1);
                loudest = Math.Max(loudest, Math.Abs(sound[before + i]));
            }
        }
        float level = draws.Uniform(0.2f, 0.8f), hum = level * draws.Uniform(0.002f, 0.02f), scale = (float)(level / loudest);
        for (int i = 0; i < sound.Length; i++)
            sound[i] = (sound[i] * scale) + (hum * ((2 * noise.Uniform(drawn++)) - 1));
        return sound;
    }

    private static ToneSegment[] Vary(ReadOnlySpan<ToneSegment> word, ToneVoice voice, ref RandomDraws draws)
    {
        ToneSegment[] segments = new ToneSegment[word.Length];
        float pace = voice.Pace * draws.Uniform(0.88f, 1.14f);
        for (int i = 0; i < word.Length; i++)
        {
            ToneSegment s = word[i];
            segments[i] = new ToneSegment(
                s.F1 * voice.Tract * draws.Uniform(0.93f, 1.07f),
                s.F2 * voice.Tract * draws.Uniform(0.95f, 1.05f),
                s.F3 * voice.Tract * draws.Uniform(0.96f, 1.04f),
                s.Voice * draws.Uniform(0.8f, 1),
                s.Hiss * draws.Uniform(0.7f, 1.2f) * (s.Voice == 1 ? voice.Breath : 1),
                Math.Min(s.HissHertz * draws.Uniform(0.9f, 1.1f), 3700),
                s.Milliseconds * pace * draws.Uniform(0.85f, 1.2f));
        }
        return segments;
    }

    // The mouth at a sample: around the border of two segments it is on its way from one to the other.
    private static ToneSegment At(ToneSegment[] segments, int sample)
    {
        double time = sample * 1000.0 / Rate, end = 0;
        for (int i = 0; i < segments.Length; i++)
        {
            ToneSegment now = segments[i];
            double begin = end, glide = Math.Min(GlideMilliseconds, now.Milliseconds) / 2;
            end += now.Milliseconds;
            if (time >= end)
                continue;
            if (i > 0 && time < begin + glide)
                return Between(segments[i - 1], now, 0.5f + (float)((time - begin) / (2 * glide)));
            return i + 1 < segments.Length && time > end - glide ? Between(now, segments[i + 1], (float)((time - end + glide) / (2 * glide))) : now;
        }
        return segments[^1];
    }

    private static ToneSegment Between(ToneSegment a, ToneSegment b, float share) => new(
        Mix(a.F1, b.F1, share), Mix(a.F2, b.F2, share), Mix(a.F3, b.F3, share), Mix(a.Voice, b.Voice, share), Mix(a.Hiss, b.Hiss, share), Mix(a.HissHertz, b.HissHertz, share), 0);

    private static float Mix(float a, float b, float share) => a + (share * (b - a));

    private static int Samples(float milliseconds) => (int)(milliseconds * Rate / 1000);

    private struct Throat(ToneVoice voice, double pitch)
    {
        private Resonator _first;
        private Resonator _second;
        private Resonator _third;
        private Resonator _hiss;
        private double _period;
        private double _phase;
        private double _glottis;
        private float _voiceLevel;
        private float _hissLevel;

        public void Move(ToneSegment mouth, double progress)
        {
            _period = Rate / (pitch * (1 - (voice.Melody * progress)));
            _first.Tune(mouth.F1, 70, Rate);
            _second.Tune(mouth.F2, 100, Rate);
            _third.Tune(mouth.F3, 160, Rate);
            _hiss.Tune(mouth.HissHertz, 700, Rate);
            (_voiceLevel, _hissLevel) = (mouth.Voice, mouth.Hiss);
        }

        public double Next(double noise)
        {
            double pulse = 0;
            _phase++;
            if (_phase >= _period)
            {
                _phase -= _period;
                pulse = 8; // of the energy of the hiss
            }
            _glottis = (0.9 * _glottis) + (pulse * _voiceLevel);
            return _third.Next(_second.Next(_first.Next(_glottis))) + (_hissLevel * _hiss.Next(noise));
        }
    }
}
