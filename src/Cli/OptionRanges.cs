using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace EdgeCli;

/// <summary>Numbers that an option takes; others are bad usage before a verb begins.</summary>
internal static class OptionRanges
{
    /// <summary>Whole numbers from 1.</summary>
    public static Option<T> FromOne<T>(this Option<T> option) => option.Takes(number => number >= 1, "1 or more");

    public static Option<T> Finite<T>(this Option<T> option) => option.Takes(double.IsFinite, "a finite number");

    public static Option<T> NotZero<T>(this Option<T> option) => option.Takes(number => double.IsFinite(number) && number != 0, "a finite number other than 0");

    public static Option<T> FromZero<T>(this Option<T> option) => option.Takes(number => number >= 0 && double.IsFinite(number), "a finite number from 0 up");

    public static Option<T> AboveZero<T>(this Option<T> option) => option.Takes(number => number > 0 && double.IsFinite(number), "a finite number above 0");

    public static Option<T> FromZeroBelowOne<T>(this Option<T> option) => option.Takes(number => number is >= 0 and < 1, "a number from 0 to below 1");

    public static Option<T> BetweenZeroAndOne<T>(this Option<T> option) => option.Takes(number => number is > 0 and < 1, "a number above 0 and below 1");

    /// <summary>Numbers that <paramref name="accepts"/> says yes to; <paramref name="what"/> names them.</summary>
    public static Option<T> Takes<T>(this Option<T> option, Predicate<double> accepts, string what)
    {
        bool isSingle = (Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) == typeof(float);
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens)
            {
                // What is no number at all the parser refuses itself.
                if (double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !accepts(isSingle ? (float)number : number))
                    result.AddError($"{option.Name} takes {what}.");
            }
        });
        return option;
    }
}
