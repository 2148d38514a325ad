using System.Globalization;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// The properties in which DJI's cameras tell, in pixels, how their lens draws (drone-dji): programs that measure by photographs
/// read them.
/// </summary>
internal static class XmpDroneSizes
{
    /// <summary>What a property says for the new size; null where it tells none, or in a form that is not known.</summary>
    public static string? Replacement(string name, string value, SizeChange change)
    {
        var (across, down) = ((double)change.NewWidth / change.OldWidth, (double)change.NewHeight / change.OldHeight);
        return name switch
        {
            "CalibratedFocalLength" or "CalibratedOpticalCenterX" or "RelativeOpticalCenterX" => Scaled(value, [across]),
            "CalibratedOpticalCenterY" or "RelativeOpticalCenterY" => Scaled(value, [down]),
            // A date; focal lengths, the centre, and five coefficients of the lens, which are of no unit.
            "DewarpData" when value.Split(';') is [var date, var data]
                && Scaled(data, [across, down, across, down, 1, 1, 1, 1, 1]) is { } scaled =>
                $"{date};{scaled}",
            // A matrix from places to places.
            "DewarpHMatrix" or "CalibratedHMatrix" =>
                Scaled(value, [1, across / down, across, down / across, 1, down, 1 / across, 1 / down, 1]),
            // A polynomial of the distance from the centre, from its first power on.
            "VignettingData" => Scaled(value, [.. Enumerable.Range(1, 6).Select(power => Math.Pow(across, -power))]),
            _ => null,
        };
    }

    /// <summary>As many numbers as factors, times these.</summary>
    private static string? Scaled(string value, double[] factors)
    {
        var parts = value.Split(',', StringSplitOptions.TrimEntries);
        var numbers = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return parts.Length != factors.Length
            ? null
            : string.Join(',', numbers.Select((number, i) => (number * factors[i]).ToString("G10", CultureInfo.InvariantCulture)));
    }
}
