using System;
using System.Globalization;
using System.Security;
using System.Text;

namespace EdgeRuntime.Memory;

/// <summary>
/// Draws a plan as an SVG picture: a rectangle for each block, steps to the right, addresses upwards. It is a light picture; a page that
/// it stands in may colour its classes (ground, block, ink, soft) otherwise.
/// </summary>
internal static class PlanSvg
{
    private const double Width = 960, Height = 480, Left = 76, Right = 16, Top = 44, Bottom = 40;
    private const double LetterWidth = 6.2; // of the 11 pixel font, about

    public static string Draw(MemoryPlan plan, string title)
    {
        int steps = PlanText.Steps(plan);
        double perStep = (Width - Left - Right) / steps;
        double perByte = (Height - Top - Bottom) / Math.Max(1, plan.Bytes);
        StringBuilder svg = new();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"11\">");
        Line(svg, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\" class=\"ground\"/>");
        Line(svg, $"<text class=\"ink\" x=\"{Left}\" y=\"20\" font-size=\"14\">{Escape(title)}</text>");
        Line(svg, $"<text x=\"{Left}\" y=\"36\" fill=\"#555\" class=\"soft\">{plan.Bytes} bytes for a run; {plan.Peak.Bytes} are alive at step {plan.Peak.Step}</text>");
        for (int i = 0; i < plan.Blocks.Count; i++)
            Block(svg, plan, i, perStep, perByte);
        Axes(svg, plan, steps, perStep, perByte);
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static void Block(StringBuilder svg, MemoryPlan plan, int i, double perStep, double perByte)
    {
        Lifetime block = plan.Blocks[i];
        double x = Left + (block.First * perStep), width = (block.Last - block.First + 1) * perStep;
        double height = block.Bytes * perByte, y = Height - Bottom - ((plan.Offsets[i] + block.Bytes) * perByte);
        // Hues a golden angle apart: neighbours in the list never look alike.
        double hue = i * 137.508 % 360;
        Line(svg, $"<g><title>{Escape(block.Name)}: {block.Bytes} bytes at {plan.Offsets[i]}, steps {block.First} to {block.Last}</title>");
        Line(svg, $"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" fill=\"hsl({hue:0},55%,72%)\" stroke=\"white\" stroke-width=\"0.8\" class=\"block\"/>");
        int letters = (int)((width - 6) / LetterWidth);
        if (letters >= 3 && height >= 13)
        {
            string name = block.Name.Length <= letters ? block.Name : block.Name[..(letters - 1)] + "\u2026";
            Line(svg, $"<text x=\"{x + 3:0.##}\" y=\"{y + (height / 2) + 4:0.##}\">{Escape(name)}</text>");
        }

        svg.Append("</g>\n");
    }

    private static void Axes(StringBuilder svg, MemoryPlan plan, int steps, double perStep, double perByte)
    {
        double bottom = Height - Bottom;
        for (int tick = 0; tick <= 4; tick++)
        {
            long bytes = plan.Bytes * tick / 4;
            double y = bottom - (bytes * perByte);
            Line(svg, $"<line x1=\"{Left - 4}\" x2=\"{Left}\" y1=\"{y:0.##}\" y2=\"{y:0.##}\" stroke=\"#888\"/>");
            Line(svg, $"<text x=\"{Left - 8}\" y=\"{y + 4:0.##}\" text-anchor=\"end\" fill=\"#555\" class=\"soft\">{bytes / 1024.0:0.#} KiB</text>");
        }

        int every = Math.Max(1, (steps + 19) / 20);
        for (int step = 0; step < steps; step += every)
            Line(svg, $"<text x=\"{Left + ((step + 0.5) * perStep):0.##}\" y=\"{bottom + 16:0.##}\" text-anchor=\"middle\" fill=\"#555\" class=\"soft\">{step}</text>");
        Line(svg, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{bottom + 32:0.##}\" text-anchor=\"middle\" fill=\"#555\" class=\"soft\">step</text>");
    }

    private static void Line(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Escape(string text) => SecurityElement.Escape(text) ?? "";
}
