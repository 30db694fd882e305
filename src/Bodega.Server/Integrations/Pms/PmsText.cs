using System.Globalization;
using System.Text.RegularExpressions;

namespace Bodega.Server.Integrations.Pms;

/// <summary>Reads what property managers write in several spellings (Sidekick contract §9.3).</summary>
internal static partial class PmsText
{
    private const int LastMonth = 12;
    private const int LastDay = 31;

    /// <summary>A day; null in any other spelling, and where there is no such day.</summary>
    public static DateOnly? Day(string? text)
    {
        if (text is null || Date().Match(text) is not { Success: true } date) return null;
        var (first, second, third) = (Number(date.Groups["first"]), Number(date.Groups["second"]), Number(date.Groups["third"]));
        var (mark, isYearFirst, isYearLast) = (date.Groups["mark"].Value, date.Groups["first"].Length == 4, date.Groups["third"].Length == 4);
        return (isYearFirst, isYearLast, mark) switch
        {
            (true, true, _) => null,
            (true, false, _) => mark == "-" ? Day(first, second, third) : null,
            (false, false, "-") when first > LastDay => Day(Century(first), second, third),
            (false, _, "/") when second > LastMonth => Day(isYearLast ? third : Century(third), first, second),
            _ => Day(isYearLast ? third : Century(third), second, first),
        };
    }

    /// <summary>A time of day as <c>HH:MM</c>, whatever follows it; null where the text begins with none.</summary>
    public static string? Time(string? text) =>
        text is not null && Clock().Match(text) is { Success: true } time ? $"{Number(time.Groups["hour"]):00}:{time.Groups["minute"].Value}" : null;

    /// <summary>A phone, without brackets around the code of its country.</summary>
    public static string? Phone(string? text) => text is null ? null : Bracketed().Replace(text, "${code}");

    private static int Century(int year) => 2000 + year;

    private static DateOnly? Day(int year, int month, int day) =>
        year >= 1 && month is >= 1 and <= LastMonth && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture); // at most four digits, by the patterns

    [GeneratedRegex(@"^(?<first>[0-9]{4}|[0-9]{1,2})(?<mark>[-./])(?<second>[0-9]{1,2})\k<mark>(?<third>[0-9]{4}|[0-9]{2})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Date();

    [GeneratedRegex(@"^(?<hour>[01]?[0-9]|2[0-3]):(?<minute>[0-5][0-9])(?![0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"^\((?<code>\+[0-9]{1,4})\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bracketed();
}
