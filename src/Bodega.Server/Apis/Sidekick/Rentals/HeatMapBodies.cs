using System.Text.Json.Serialization;
using Bodega.Rentals;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>A day of the heat map (contract §10.1).</summary>
internal sealed record HeatMapDayBody(
    [property: JsonPropertyName("fecha")] DateOnly Day,
    [property: JsonPropertyName("checkins")] int Arrivals,
    [property: JsonPropertyName("checkouts")] int Departures,
    [property: JsonPropertyName("mesAdyacente")] bool IsBeyond);

internal sealed record HeatMapAnswer(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("dias")] IReadOnlyList<HeatMapDayBody> Days,
    [property: JsonPropertyName("warnings"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Warnings = null)
{
    public static HeatMapAnswer Of(IEnumerable<HeatMapDay> days, List<string>? warnings = null) =>
        new(true, [.. days.Select(day => new HeatMapDayBody(day.Day, day.Arrivals, day.Departures, day.IsBeyond))], warnings is { Count: > 0 } ? warnings : null);
}

/// <summary>How days are coloured (§10.4).</summary>
internal sealed record LevelsBody([property: JsonPropertyName("nivel1")] int Level1, [property: JsonPropertyName("nivel2")] int Level2, [property: JsonPropertyName("nivel3")] int Level3);

internal sealed record LevelsAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("umbrales")] LevelsBody Levels);

/// <summary>Columns of dates (§10.5).</summary>
internal sealed record DateColumnsBody([property: JsonPropertyName("col_fecha_checkin")] string? Arrival, [property: JsonPropertyName("col_fecha_checkout")] string? Departure);

internal sealed record DateColumnsAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("config")] DateColumnsBody Config);

[JsonSerializable(typeof(HeatMapAnswer))]
[JsonSerializable(typeof(LevelsAnswer))]
[JsonSerializable(typeof(DateColumnsAnswer))]
internal sealed partial class HeatMapWire : JsonSerializerContext
{
    public static HeatMapWire Wire { get; } = new(SidekickJson.Options());
}
