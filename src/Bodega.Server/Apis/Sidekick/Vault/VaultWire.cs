using System.Text.Json.Serialization;
using Bodega.Rentals;

namespace Bodega.Server.Apis.Sidekick.Vault;

/// <summary>A template (contract §13).</summary>
internal sealed record TemplateBody(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("contenido")] string Content,
    [property: JsonPropertyName("idioma")] string Language,
    [property: JsonPropertyName("categoria")] string? Category,
    [property: JsonPropertyName("activa")] bool IsActive)
{
    public static TemplateBody Of(MessageTemplate template) => new(template.Uuid, template.Name, template.Content, template.Language, template.Category, template.IsActive);
}

internal sealed record TemplatesAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("plantillas")] IReadOnlyList<TemplateBody> Templates);

internal sealed record TemplateAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("plantilla")] TemplateBody Template);

/// <summary>A template for late arrivals (contract §11.3).</summary>
internal sealed record LateTemplateBody([property: JsonPropertyName("id")] Guid Id, [property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("contenido")] string Content);

internal sealed record LateTemplatesAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("plantillas")] IReadOnlyList<LateTemplateBody> Templates);

internal sealed record LateTemplateAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("plantilla")] LateTemplateBody Template);

internal sealed record ContentAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("contenido")] string Content);

internal sealed record UsageAnswer(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("uso_hoy")] int Today,
    [property: JsonPropertyName("uso_semana")] int Week,
    [property: JsonPropertyName("limite_diario")] int DailyLimit,
    [property: JsonPropertyName("limite_semanal")] int WeeklyLimit);

internal sealed record AiConfigBody(
    [property: JsonPropertyName("configurado")] bool IsSet,
    [property: JsonPropertyName("proveedor")] string? Provider,
    [property: JsonPropertyName("modelo")] string? Model,
    [property: JsonPropertyName("api_key_masked")] string? MaskedKey);

internal sealed record AiConfigAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("data")] AiConfigBody Data);

internal sealed record PromptAnswer(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("contenido")] string Content);

[JsonSerializable(typeof(TemplatesAnswer))]
[JsonSerializable(typeof(TemplateAnswer))]
[JsonSerializable(typeof(LateTemplatesAnswer))]
[JsonSerializable(typeof(LateTemplateAnswer))]
[JsonSerializable(typeof(ContentAnswer))]
[JsonSerializable(typeof(UsageAnswer))]
[JsonSerializable(typeof(AiConfigAnswer))]
[JsonSerializable(typeof(PromptAnswer))]
internal sealed partial class VaultWire : JsonSerializerContext
{
    public static VaultWire Wire { get; } = new(SidekickJson.Options());
}
