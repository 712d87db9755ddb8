using System;

namespace Devices.Imaging;

/// <summary>Digits and a few signs, 5 columns by 7 rows, drawn for Edge: <c>#</c> is ink.</summary>
internal static class TinyFont
{
    public const int Width = 5, Height = 7;

    private const string Signs = "0123456789%.?- ";

    private static readonly string[] s_rows =
    [
        " ### |  #  | ### | ### |   # |#####|  ## |#####| ### | ### |##  #|     | ### |     |     ",
        "#   #| ##  |#   #|#   #|  ## |#    | #   |    #|#   #|#   #|##  #|     |#   #|     |     ",
        "#  ##|  #  |    #|    #| # # |#### |#    |   # |#   #|#   #|   # |     |    #|     |     ",
        "# # #|  #  |   # |  ## |#  # |    #|#### |  #  | ### | ####|  #  |     |   # |#### |     ",
        "##  #|  #  |  #  |    #|#####|    #|#   #| #   |#   #|    #| #   |     |  #  |     |     ",
        "#   #|  #  | #   |#   #|   # |#   #|#   #| #   |#   #|   # |#  ##|  ## |     |     |     ",
        " ### | ### |#####| ### |   # | ### | ### | #   | ### | ##  |#  ##|  ## |  #  |     |     ",
    ];

    /// <summary>Whether a pixel of a sign is ink; signs that the font lacks look like <c>?</c>.</summary>
    public static bool IsInk(char sign, int x, int y)
    {
        int place = Signs.IndexOf(sign, StringComparison.Ordinal);
        if (place < 0)
            place = Signs.IndexOf('?', StringComparison.Ordinal);
        return s_rows[y][(place * (Width + 1)) + x] == '#';
    }
}
