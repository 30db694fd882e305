using System.Text.Json.Serialization;

namespace Bodega.Server.Apis.Inventory.Companies;

/// <summary>A company (accounts contract §9).</summary>
internal sealed record CompanyBody(
    [property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt)
{
    public static CompanyBody Of(Tenants.Tenant tenant) => new(tenant.Cuid, tenant.Name, tenant.CreatedAt);
}

/// <summary>A company's settings (§10).</summary>
internal sealed record CompanySettingsBody(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("empresaId")] string CompanyId,
    [property: JsonPropertyName("moneda")] string Currency,
    [property: JsonPropertyName("simboloMoneda")] string CurrencySign,
    [property: JsonPropertyName("impuestos")] decimal Taxes,
    [property: JsonPropertyName("logoUrl")] string? LogoUrl,
    [property: JsonPropertyName("direccion")] string? Address,
    [property: JsonPropertyName("telefono")] string? Phone,
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("nombrePersonalizado")] string? CustomName,
    [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("actualizadoEn")] DateTimeOffset UpdatedAt);

/// <summary>A notification (§11).</summary>
internal sealed record NotificationBody(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("tipo")] string Kind,
    [property: JsonPropertyName("titulo")] string Title,
    [property: JsonPropertyName("mensaje")] string? Message,
    [property: JsonPropertyName("link")] string? Link,
    [property: JsonPropertyName("leida")] bool IsRead,
    [property: JsonPropertyName("leidaEn")] DateTimeOffset? ReadAt,
    [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("usuarioId")] string? UserId,
    [property: JsonPropertyName("empresaId")] string CompanyId);

internal sealed record CountBody([property: JsonPropertyName("count")] int Count);

/// <summary>What a reset removed (§13.1).</summary>
internal sealed record ResetBody([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("borrados")] RemovedBody Removed);

internal sealed record RemovedBody(
    [property: JsonPropertyName("productos")] int Products,
    [property: JsonPropertyName("categorias")] int Categories,
    [property: JsonPropertyName("movimientos")] int Movements,
    [property: JsonPropertyName("ventas")] int Sales,
    [property: JsonPropertyName("cotizaciones")] int Quotes);

internal sealed record WebhookBody([property: JsonPropertyName("success")] bool Success, [property: JsonPropertyName("allowed")] bool Allowed);

[JsonSerializable(typeof(CompanyBody))]
[JsonSerializable(typeof(IReadOnlyList<CompanyBody>))]
[JsonSerializable(typeof(CompanySettingsBody))]
[JsonSerializable(typeof(IReadOnlyList<NotificationBody>))]
[JsonSerializable(typeof(CountBody))]
[JsonSerializable(typeof(ResetBody))]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class CompanyWire : JsonSerializerContext
{
    public static CompanyWire Wire { get; } = new(InventoryJson.Options());
}
