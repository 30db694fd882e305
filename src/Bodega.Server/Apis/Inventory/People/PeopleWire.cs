using System.Text.Json.Serialization;
using Bodega.Accounts;

namespace Bodega.Server.Apis.Inventory.People;

/// <summary>A row of the list of users (accounts contract §7.1).</summary>
internal sealed record UserRowBody(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("rol")] string Role,
    [property: JsonPropertyName("estado")] string Status,
    [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt);

/// <summary>A user (§7.2, §7.3).</summary>
internal sealed record PersonBody(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("rol")] string Role,
    [property: JsonPropertyName("estado")] string Status,
    [property: JsonPropertyName("permisos")] IReadOnlyList<string> Permissions,
    [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt);

/// <summary>Colleagues and whether the caller runs the company (§7.7).</summary>
internal sealed record ColleaguesBody(
    [property: JsonPropertyName("usuarios")] IReadOnlyList<ColleagueBody> Users, [property: JsonPropertyName("esAdmin")] bool IsAdmin);

internal sealed record ColleagueBody(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("rol")] string Role,
    [property: JsonPropertyName("estado")] string Status);

/// <summary>The whole Usuario (§8.5).</summary>
internal sealed record JoinedBody(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("neonAuthId")] string Identity,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("estado")] string Status,
    [property: JsonPropertyName("rol")] string Role,
    [property: JsonPropertyName("permisos")] IReadOnlyList<string> Permissions,
    [property: JsonPropertyName("onboardingCompletado")] bool IsOnboarded,
    [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("empresaId")] string CompanyId);

/// <summary>An invitation (§8).</summary>
internal sealed record InvitationBody(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("empresaId")] string CompanyId,
    [property: JsonPropertyName("token")] string Token,
    [property: JsonPropertyName("rol")] string Role,
    [property: JsonPropertyName("estado")] string Status,
    [property: JsonPropertyName("expiraEn")] DateTimeOffset ExpiresAt,
    [property: JsonPropertyName("aceptadaEn")] DateTimeOffset? AcceptedAt,
    [property: JsonPropertyName("creadoEn")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("creadoPorId")] string? CreatedById);

/// <summary>An invitation with who sent it (§8.2).</summary>
internal sealed record ListedInvitationBody(
    string Id, string Email, string CompanyId, string Token, string Role, string Status, DateTimeOffset ExpiresAt, DateTimeOffset? AcceptedAt, DateTimeOffset CreatedAt, string? CreatedById,
    HostBody? CreatedBy)
{
    [JsonPropertyName("id")] public string Id { get; } = Id;
    [JsonPropertyName("email")] public string Email { get; } = Email;
    [JsonPropertyName("empresaId")] public string CompanyId { get; } = CompanyId;
    [JsonPropertyName("token")] public string Token { get; } = Token;
    [JsonPropertyName("rol")] public string Role { get; } = Role;
    [JsonPropertyName("estado")] public string Status { get; } = Status;
    [JsonPropertyName("expiraEn")] public DateTimeOffset ExpiresAt { get; } = ExpiresAt;
    [JsonPropertyName("aceptadaEn")] public DateTimeOffset? AcceptedAt { get; } = AcceptedAt;
    [JsonPropertyName("creadoEn")] public DateTimeOffset CreatedAt { get; } = CreatedAt;
    [JsonPropertyName("creadoPorId")] public string? CreatedById { get; } = CreatedById;
    [JsonPropertyName("creadoPor")] public HostBody? CreatedBy { get; } = CreatedBy;
}

internal sealed record HostBody([property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("nombre")] string Name);

/// <summary>What a token opens (§8.4).</summary>
internal sealed record ValidInvitationBody(
    [property: JsonPropertyName("valida")] bool IsValid,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("empresaNombre")] string Company,
    [property: JsonPropertyName("expiraEn")] DateTimeOffset ExpiresAt);

internal sealed record CancelledInvitationBody([property: JsonPropertyName("success")] bool Success);

[JsonSerializable(typeof(IReadOnlyList<UserRowBody>))]
[JsonSerializable(typeof(PersonBody))]
[JsonSerializable(typeof(ColleaguesBody))]
[JsonSerializable(typeof(JoinedBody))]
[JsonSerializable(typeof(InvitationBody))]
[JsonSerializable(typeof(IReadOnlyList<ListedInvitationBody>))]
[JsonSerializable(typeof(ValidInvitationBody))]
[JsonSerializable(typeof(CancelledInvitationBody))]
internal sealed partial class PeopleWire : JsonSerializerContext
{
    public static PeopleWire Wire { get; } = new(InventoryJson.Options());
}

/// <summary>This wire's words for invitations.</summary>
internal static class InvitationWords
{
    /// <summary>EstadoInvitacion.</summary>
    public static string Of(InvitationStatus status) => status switch
    {
        InvitationStatus.Accepted => "ACEPTADA",
        InvitationStatus.Expired => "EXPIRADA",
        InvitationStatus.Cancelled => "CANCELADA",
        _ => "PENDIENTE",
    };
}
