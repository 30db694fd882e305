using System.Text.Json.Serialization;
using Bodega.Rentals;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>A flat (contract §8).</summary>
internal sealed record ApartmentBody(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("empresa_id")] Guid CompanyId,
    [property: JsonPropertyName("id_pms")] string? PmsId,
    [property: JsonPropertyName("id_externo")] string? ExternalId,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("direccion")] string? Address,
    [property: JsonPropertyName("ciudad")] string? City,
    [property: JsonPropertyName("pms_origen")] string Origin,
    [property: JsonPropertyName("activo")] bool IsActive,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("updated_at")] DateTimeOffset UpdatedAt)
{
    public static ApartmentBody Of(Apartment a, Guid companyId) => new(a.Uuid, companyId, a.PmsId, a.ExternalId, a.Name, a.Address, a.City, a.Origin, a.IsActive, a.CreatedAt, a.UpdatedAt);
}

internal sealed record ApartmentsBody([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("apartamentos")] IReadOnlyList<ApartmentBody> Apartments);

internal sealed record ApartmentAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("apartamento")] ApartmentBody Apartment);

/// <summary>How an import went.</summary>
internal sealed record ImportTotals([property: JsonPropertyName("total")] int Total, [property: JsonPropertyName("nuevos")] int New, [property: JsonPropertyName("actualizados")] int Updated);

internal sealed record ImportAnswer(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("resultado")] ImportTotals Totals,
    [property: JsonPropertyName("warnings"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Warnings);

/// <summary>A row of a workbook as a preview shows it.</summary>
internal sealed record PreviewRow(
    [property: JsonPropertyName("id_pms")] string PmsId,
    [property: JsonPropertyName("id_externo")] string ExternalId,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("ciudad")] string? City,
    [property: JsonPropertyName("direccion")] string? Address,
    [property: JsonPropertyName("nombre_actual"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StoredName)
{
    public static PreviewRow Of(ComparedApartment compared) =>
        new(compared.Row.PmsId, compared.Row.ExternalId, compared.Row.Name, compared.Row.City, compared.Row.Address, compared.StoredName);
}

internal sealed record PreviewBody(
    [property: JsonPropertyName("nuevos")] IReadOnlyList<PreviewRow> New,
    [property: JsonPropertyName("actualizados")] IReadOnlyList<PreviewRow> Changed,
    [property: JsonPropertyName("sin_cambios")] IReadOnlyList<PreviewRow> Same,
    [property: JsonPropertyName("errores")] IReadOnlyList<string> Errors);

internal sealed record PreviewAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("preview")] PreviewBody Preview);

[JsonSerializable(typeof(ApartmentsBody))]
[JsonSerializable(typeof(ApartmentAnswer))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(PreviewAnswer))]
internal sealed partial class ApartmentWire : JsonSerializerContext
{
    public static ApartmentWire Wire { get; } = new(SidekickJson.Options());
}
