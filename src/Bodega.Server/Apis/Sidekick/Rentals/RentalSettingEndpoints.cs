using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Bodega.Data;
using Bodega.Rentals;
using Bodega.Tenants;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>What a company sets about its workbooks of flats and its late arrivals (contract §7.8, §7.9).</summary>
internal static partial class RentalSettingEndpoints
{
    private const int MostColumn = 200;

    public static void MapRentalSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/perfil/xlsx-apartamentos", ShowApartmentColumnsAsync).Requires(SidekickAccess.User);
        routes.MapPut("/api/perfil/xlsx-apartamentos", SetApartmentColumnsAsync).Requires(SidekickAccess.Admin).TakesBody();
        routes.MapGet("/api/perfil/notificaciones-tardio-config", ShowLateArrivalsAsync).Requires(SidekickAccess.User);
        routes.MapPut("/api/perfil/notificaciones-tardio-config", SetLateArrivalsAsync).Requires(SidekickAccess.Admin).TakesBody();
    }

    private static async Task<IResult> ShowApartmentColumnsAsync(BodegaDb db, CancellationToken ct) => SidekickJson.Ok(
        new ApartmentColumnsAnswer(true, await db.FindAsync(RentalSettings.ApartmentColumns, ct) is { } set ? new(set.ExternalId, set.Name, set.Address, set.City) : null),
        RentalSettingWire.Wire.ApartmentColumnsAnswer);

    private static async Task<IResult> SetApartmentColumnsAsync(SidekickBody body, ChangeSetting change, CancellationToken ct)
    {
        var fields = new Fields(body);
        int Column(string name, Need need) => (int)(fields.Integer(name, need, 0, MostColumn, loose: true) ?? 0);
        var columns = new ApartmentColumns(Column("col_id_externo", Need.Required), Column("col_nombre", Need.Required), Column("col_direccion", Need.Optional), Column("col_ciudad", Need.Optional));
        if (fields.Refusal is { } refusal) return refusal;
        await change.ChangeAsync(RentalSettings.ApartmentColumns, _ => columns, ct);
        return SidekickJson.Done();
    }

    private static async Task<IResult> ShowLateArrivalsAsync(BodegaDb db, CancellationToken ct)
    {
        var set = await db.ReadAsync(RentalSettings.LateArrivals, ct);
        return SidekickJson.Ok(new LateArrivalSettingsAnswer(true, new(set.From, set.Guest, set.Arrival, set.Time, set.Phone, set.Apartment)), RentalSettingWire.Wire.LateArrivalSettingsAnswer);
    }

    private static async Task<IResult> SetLateArrivalsAsync(SidekickBody body, ChangeSetting change, CancellationToken ct)
    {
        var fields = new Fields(body);
        string Matching(string name, Need need, Regex pattern)
        {
            if (fields.Text(name, need) is not { } text) return "";
            if (!pattern.IsMatch(text)) fields.Refuse(name, "String does not match expected pattern.");
            return text;
        }
        string Column(string name) => Matching(name, Need.Optional, Letters());
        var settings = new LateArrivalSettings(
            Matching("hora_corte", Need.Required, TimeOfDay()), Column("col_nombre"), Column("col_checkin"), Column("col_hora_llegada"), Column("col_telefono"), Column("col_apartamento"));
        if (fields.Refusal is { } refusal) return refusal;
        await change.ChangeAsync(RentalSettings.LateArrivals, _ => settings, ct);
        return SidekickJson.Done();
    }

    [GeneratedRegex(@"^([01][0-9]|2[0-3]):[0-5][0-9]\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"^[A-Za-z]{0,2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Letters();
}

/// <summary>Columns from 1; 0 = not set.</summary>
internal sealed record ApartmentColumnsBody(
    [property: JsonPropertyName("col_id_externo")] int ExternalId,
    [property: JsonPropertyName("col_nombre")] int Name,
    [property: JsonPropertyName("col_direccion")] int Address,
    [property: JsonPropertyName("col_ciudad")] int City);

internal sealed record ApartmentColumnsAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("config")] ApartmentColumnsBody? Config);

/// <summary>Column letters; "" = by header.</summary>
internal sealed record LateArrivalSettingsBody(
    [property: JsonPropertyName("hora_corte")] string From,
    [property: JsonPropertyName("col_nombre")] string Guest,
    [property: JsonPropertyName("col_checkin")] string Arrival,
    [property: JsonPropertyName("col_hora_llegada")] string Time,
    [property: JsonPropertyName("col_telefono")] string Phone,
    [property: JsonPropertyName("col_apartamento")] string Apartment);

internal sealed record LateArrivalSettingsAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("config")] LateArrivalSettingsBody Config);

[JsonSerializable(typeof(ApartmentColumnsAnswer))]
[JsonSerializable(typeof(LateArrivalSettingsAnswer))]
internal sealed partial class RentalSettingWire : JsonSerializerContext
{
    public static RentalSettingWire Wire { get; } = new(SidekickJson.Options());
}
