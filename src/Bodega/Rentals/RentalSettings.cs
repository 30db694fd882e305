using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Bodega.Data;
using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Rentals;

/// <summary>Where a workbook of apartments has what: columns from 1, 0 = nowhere. Without the first two, headers decide.</summary>
/// <param name="ExternalId">Code of the flat.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address.</param>
/// <param name="City">Its town.</param>
public sealed record ApartmentColumns(int ExternalId, int Name, int Address, int City)
{
    /// <summary>True when columns are read by their position.</summary>
    public bool ByPosition => ExternalId > 0 && Name > 0;
}

/// <summary>What counts as a late arrival, and where a workbook of arrivals has what: column letters as typed, "" = by header.</summary>
/// <param name="From">Earliest late time, <c>HH:MM</c>.</param>
/// <param name="Guest">Name.</param>
/// <param name="Arrival">First day.</param>
/// <param name="Time">Time of arrival.</param>
/// <param name="Phone">Phone.</param>
/// <param name="Apartment">Flat.</param>
public sealed record LateArrivalSettings(string From, string Guest, string Arrival, string Time, string Phone, string Apartment);

/// <summary>How a heat map is coloured and where its workbooks have their dates.</summary>
/// <param name="Level1">Up to here: a quarter.</param>
/// <param name="Level2">Up to here: half.</param>
/// <param name="Level3">Up to here: three quarters.</param>
/// <param name="ArrivalColumn">Letters of the column of arrivals, as typed; null = not set.</param>
/// <param name="DepartureColumn">Letters of the column of departures, as typed; null or "" = not set.</param>
public sealed record HeatMapSettings(int Level1, int Level2, int Level3, string? ArrivalColumn, string? DepartureColumn);

/// <summary>Where a workbook of reservations has what: columns from 1, 0 = by header.</summary>
/// <param name="Arrival">First day.</param>
/// <param name="Guest">Name.</param>
/// <param name="Flats">Cell that names flats by their ids in braces.</param>
/// <param name="Phone">Phone.</param>
public sealed record ContactColumns(int Arrival, int Guest, int Flats, int Phone);

/// <summary>How contacts are named.</summary>
/// <param name="Template">With <c>{FECHA}</c>, <c>{APT}</c> and <c>{NOMBRE}</c>.</param>
/// <param name="Separator">Between two flats.</param>
/// <param name="DateFormat">One of <see cref="GuestContacts.DateFormats"/>.</param>
/// <param name="Columns">Of workbooks.</param>
public sealed record ContactPreferences(string Template, string Separator, string DateFormat, ContactColumns Columns);

/// <summary>One group of a company's settings, with what holds until somebody changes it.</summary>
/// <typeparam name="T">What it holds.</typeparam>
public sealed class RentalSetting<T> where T : class
{
    private readonly JsonTypeInfo<T> _type;

    internal RentalSetting(string key, JsonTypeInfo<T> type, T unset) => (Key, _type, Unset) = (key, type, unset);

    /// <summary>Its key among the tenant's settings.</summary>
    public string Key { get; }

    /// <summary>What holds until somebody changes it.</summary>
    public T Unset { get; }

    internal T? Of(string? json) => json is null ? null : JsonSerializer.Deserialize(json, _type);

    internal T? Of(JsonNode? json) => json?.Deserialize(_type);

    internal JsonNode Node(T value) => JsonSerializer.SerializeToNode(value, _type)!; // no group is null
}

/// <summary>The settings of the rental tools.</summary>
public static class RentalSettings
{
    /// <summary>Columns of workbooks of apartments.</summary>
    public static RentalSetting<ApartmentColumns> ApartmentColumns { get; } = new("sidekick.apartment-columns", RentalSettingsJson.Default.ApartmentColumns, new(0, 0, 0, 0));

    /// <summary>Late arrivals.</summary>
    public static RentalSetting<LateArrivalSettings> LateArrivals { get; } = new("sidekick.late-arrivals", RentalSettingsJson.Default.LateArrivalSettings, new("20:00", "", "", "", "", ""));

    /// <summary>The heat map.</summary>
    public static RentalSetting<HeatMapSettings> HeatMap { get; } = new("sidekick.heat-map", RentalSettingsJson.Default.HeatMapSettings, new(10, 20, 30, null, null));

    /// <summary>Contacts.</summary>
    public static RentalSetting<ContactPreferences> Contacts { get; } =
        new("sidekick.contacts", RentalSettingsJson.Default.ContactPreferences, new("{FECHA} - {APT} - {NOMBRE}", ", ", "YYMMDD", new(0, 0, 0, 0)));

    /// <summary>A group of the caller's company; null when nobody has set it.</summary>
    public static async Task<T?> FindAsync<T>(this BodegaDb db, RentalSetting<T> group, CancellationToken ct) where T : class =>
        group.Of(await db.TenantSettings.Where(setting => setting.Key == group.Key).Select(setting => setting.Json).FirstOrDefaultAsync(ct));

    /// <summary>A group of the caller's company, or what holds until somebody sets it.</summary>
    public static async Task<T> ReadAsync<T>(this BodegaDb db, RentalSetting<T> group, CancellationToken ct) where T : class => await db.FindAsync(group, ct) ?? group.Unset;

    /// <summary>Changes a group; the trail keeps it before and after.</summary>
    /// <param name="setting">The use case.</param>
    /// <param name="group">The group.</param>
    /// <param name="change">Makes the new value of the present one.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The new value.</returns>
    public static async Task<T> ChangeAsync<T>(this ChangeSetting setting, RentalSetting<T> group, Func<T, T> change, CancellationToken ct) where T : class
    {
        var after = await setting.RunAsync(
            group.Key, before => group.Node(change(group.Of(before) ?? group.Unset)), (before, after) => (before?.DeepClone().AsObject() ?? [], after.DeepClone().AsObject()), ct);
        return group.Of(after) ?? group.Unset;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ApartmentColumns))]
[JsonSerializable(typeof(LateArrivalSettings))]
[JsonSerializable(typeof(HeatMapSettings))]
[JsonSerializable(typeof(ContactPreferences))]
internal sealed partial class RentalSettingsJson : JsonSerializerContext;
