using System.Text.Json.Serialization;

namespace Bodega.Server.Apis.Inventory.Identity;

/// <summary>The identity (accounts contract §4.2).</summary>
internal sealed record UserBody(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("emailVerified")] bool EmailVerified,
    [property: JsonPropertyName("image")] string? Image,
    [property: JsonPropertyName("createdAt")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("updatedAt")] DateTimeOffset UpdatedAt)
{
    public static UserBody Of(Accounts.Account account) => new(
        account.Uuid.ToString("D"), account.Name, account.EmailNormal, account.EmailVerified, account.Image, account.CreatedAt, account.UpdatedAt);
}

/// <summary>A session (accounts contract §4.2).</summary>
internal sealed record SessionBody(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("token")] string Token,
    [property: JsonPropertyName("userId")] string UserId,
    [property: JsonPropertyName("expiresAt")] DateTimeOffset ExpiresAt,
    [property: JsonPropertyName("createdAt")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("updatedAt")] DateTimeOffset UpdatedAt,
    [property: JsonPropertyName("ipAddress")] string? IpAddress,
    [property: JsonPropertyName("userAgent")] string? UserAgent);

internal sealed record SignedUpBody([property: JsonPropertyName("token")] string? Token, [property: JsonPropertyName("user")] UserBody User);

internal sealed record SignedInBody(
    [property: JsonPropertyName("redirect")] bool Redirect,
    [property: JsonPropertyName("token")] string Token,
    [property: JsonPropertyName("url"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url,
    [property: JsonPropertyName("user")] UserBody User);

internal sealed record SessionAndUserBody([property: JsonPropertyName("session")] SessionBody Session, [property: JsonPropertyName("user")] UserBody User);

internal sealed record SuccessBody([property: JsonPropertyName("success")] bool Success);

internal sealed record StatusBody([property: JsonPropertyName("status")] bool Status);

internal sealed record StatusAndMessageBody([property: JsonPropertyName("status")] bool Status, [property: JsonPropertyName("message")] string Message);

internal sealed record StatusAndUserBody([property: JsonPropertyName("status")] bool Status, [property: JsonPropertyName("user")] UserBody? User);

internal sealed record AccountBody(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("providerId")] string ProviderId,
    [property: JsonPropertyName("accountId")] string AccountId,
    [property: JsonPropertyName("userId")] string UserId,
    [property: JsonPropertyName("createdAt")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("updatedAt")] DateTimeOffset UpdatedAt,
    [property: JsonPropertyName("scopes")] IReadOnlyList<string> Scopes);

/// <summary>A refusal that pleases both readers: the identity service's client and everybody else's (accounts contract §1.3).</summary>
internal sealed record IdentityErrorBody(
    [property: JsonPropertyName("error")] string Error, [property: JsonPropertyName("code")] string Code, [property: JsonPropertyName("message")] string Message);

[JsonSerializable(typeof(SignedUpBody))]
[JsonSerializable(typeof(SignedInBody))]
[JsonSerializable(typeof(SessionAndUserBody))]
[JsonSerializable(typeof(IReadOnlyList<SessionBody>))]
[JsonSerializable(typeof(SuccessBody))]
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(StatusAndMessageBody))]
[JsonSerializable(typeof(StatusAndUserBody))]
[JsonSerializable(typeof(IReadOnlyList<AccountBody>))]
[JsonSerializable(typeof(IdentityErrorBody))]
internal sealed partial class IdentityWire : JsonSerializerContext
{
    public static IdentityWire Wire { get; } = new(InventoryJson.Options());
}
