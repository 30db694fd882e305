using Bodega.Data;
using Bodega.Rentals;
using Bodega.Tenants;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>How the heat map is coloured and read (contract §10.4, §10.5).</summary>
internal static class HeatMapSettingEndpoints
{
    private const int MostLevel = 9999;
    private const int MostLetters = 3;

    public static void MapHeatMapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/heatmap/umbrales", ShowLevelsAsync).Requires(SidekickAccess.User);
        routes.MapPut("/api/heatmap/umbrales", SetLevelsAsync).Requires(SidekickAccess.Admin).TakesBody();
        routes.MapGet("/api/heatmap/config-xlsx", ShowColumnsAsync).Requires(SidekickAccess.User);
        routes.MapPut("/api/heatmap/config-xlsx", SetColumnsAsync).Requires(SidekickAccess.Admin).TakesBody();
    }

    private static async Task<IResult> ShowLevelsAsync(BodegaDb db, CancellationToken ct) => Levels(await db.ReadAsync(RentalSettings.HeatMap, ct));

    private static async Task<IResult> SetLevelsAsync(SidekickBody body, ChangeSetting change, CancellationToken ct)
    {
        var fields = new Fields(body);
        int Level(string name) => (int)(fields.Integer(name, Need.Required, 1, MostLevel) ?? 0);
        var (level1, level2, level3) = (Level("nivel1"), Level("nivel2"), Level("nivel3"));
        if (fields.Refusal is { } refusal) return refusal;
        if (level1 >= level2 || level2 >= level3) return SidekickJson.Refuse(422, "_schema: Los umbrales deben cumplir nivel1 < nivel2 < nivel3.");
        return Levels(await change.ChangeAsync(RentalSettings.HeatMap, before => before with { Level1 = level1, Level2 = level2, Level3 = level3 }, ct));
    }

    private static async Task<IResult> ShowColumnsAsync(BodegaDb db, CancellationToken ct) => Columns(await db.ReadAsync(RentalSettings.HeatMap, ct));

    private static async Task<IResult> SetColumnsAsync(SidekickBody body, ChangeSetting change, CancellationToken ct)
    {
        var fields = new Fields(body);
        var arrival = fields.Text("col_fecha_checkin", Need.Required, least: 1, most: MostLetters);
        var departure = fields.Text("col_fecha_checkout", Need.OrNull, most: MostLetters);
        if (arrival is not null && !IsLetters(arrival)) Refuse("col_fecha_checkin");
        if (departure is { Length: > 0 } && !IsLetters(departure)) Refuse("col_fecha_checkout");
        if (fields.Refusal is { } refusal) return refusal;
        return Columns(await change.ChangeAsync(RentalSettings.HeatMap, before => before with { ArrivalColumn = arrival, DepartureColumn = departure }, ct));

        void Refuse(string name) => fields.Refuse(name, "Debe ser una letra de columna Excel (ej. A, B, C, AA...).");
    }

    // Whether a sheet has the column is said where one is read (§10.3).
    private static bool IsLetters(string text) => text.Trim() is { Length: > 0 } letters && letters.All(char.IsLetter);

    private static IResult Levels(HeatMapSettings set) => SidekickJson.Ok(new LevelsAnswer(true, new(set.Level1, set.Level2, set.Level3)), HeatMapWire.Wire.LevelsAnswer);

    private static IResult Columns(HeatMapSettings set) => SidekickJson.Ok(new DateColumnsAnswer(true, new(set.ArrivalColumn, set.DepartureColumn)), HeatMapWire.Wire.DateColumnsAnswer);
}
