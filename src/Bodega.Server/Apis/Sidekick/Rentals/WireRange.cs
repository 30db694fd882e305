using System.Globalization;
using Bodega.Rentals;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>Days as this wire spells them.</summary>
internal static class WireRange
{
    /// <summary>A day, <c>YYYY-MM-DD</c>; null for any other text.</summary>
    public static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A range as the log spells it (contract §19.2).</summary>
    public static string Text(DateOnly from, DateOnly to) => string.Create(CultureInfo.InvariantCulture, $"Rango: {from:yyyy-MM-dd} — {to:yyyy-MM-dd}");

    /// <summary>What is said of a range that is too long (W9).</summary>
    public static string TooLong { get; } = string.Create(CultureInfo.InvariantCulture, $"El rango no puede superar {HeatMap.MostDays} días.");

    /// <summary>True for more days than are asked of a property manager at once.</summary>
    public static bool IsTooLong(DateOnly from, DateOnly to) => to.DayNumber - from.DayNumber >= HeatMap.MostDays;

    /// <summary>What is wrong with a range of the heat map (§10.2), or null.</summary>
    public static IResult? Refuse(string? desde, string? hasta, out DateOnly from, out DateOnly to)
    {
        (from, to) = (Day(desde) ?? default, Day(hasta) ?? default);
        foreach (var (name, text) in new[] { ("desde", desde), ("hasta", hasta) })
            if (string.IsNullOrEmpty(text)) return SidekickJson.Refuse(422, $"El parámetro '{name}' es obligatorio.");
        foreach (var (name, text) in new[] { ("desde", desde), ("hasta", hasta) })
            if (Day(text) is null) return SidekickJson.Refuse(422, $"'{name}' no es una fecha válida (formato esperado: YYYY-MM-DD).");
        return from > to ? SidekickJson.Refuse(422, "'desde' debe ser anterior o igual a 'hasta'.")
            : IsTooLong(from, to) ? SidekickJson.Refuse(422, TooLong)
            : null;
    }
}
