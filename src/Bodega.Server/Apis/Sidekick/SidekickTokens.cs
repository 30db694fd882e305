using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bodega.Accounts;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick;

/// <summary>A user as a token shows them.</summary>
/// <param name="Email">As compared.</param>
/// <param name="UserId">Wire id.</param>
/// <param name="CompanyId">Wire id of the company.</param>
/// <param name="IsAdmin">Administers the company.</param>
/// <param name="IsSuperAdmin">Runs the installation.</param>
/// <param name="PasswordChangedAt">Null = nobody knows.</param>
/// <param name="IssuedAt">Second from which the token counts.</param>
internal sealed record TokenUser(string Email, Guid UserId, Guid CompanyId, bool IsAdmin, bool IsSuperAdmin, DateTimeOffset? PasswordChangedAt, long IssuedAt);

/// <summary>Signs tokens, and finds who holds one (contract §3.2, W2): the rows decide, not the token's words.</summary>
internal sealed class SidekickTokens(KeyRing keys, SidekickSettings settings, TimeProvider clock)
{
    public const string Key = "jwt-sidekick";
    public const string Admin = "admin";
    public const string Operator = "operativo";
    private static readonly TimeSpan PasswordLife = TimeSpan.FromDays(30);

    private readonly BearerTokens _tokens = new(keys.Key(Key));

    // A company keeps its two ids for ever; only those that exist are remembered.
    private readonly ConcurrentDictionary<Guid, long> _tenants = [];

    /// <summary>The wire's word for a role.</summary>
    public static string RoleOf(bool isAdmin) => isAdmin ? Admin : Operator;

    /// <summary>Whether the person should choose another password: the present one is older than 30 days, or nobody knows how old.</summary>
    public bool MustChange(DateTimeOffset? changedAt) => changedAt is not { Year: > 2000 } at || clock.GetUtcNow() - at > PasswordLife;

    /// <summary>A token for a user who has just proven to be one.</summary>
    public string Issue(TokenUser user) => _tokens.Sign(new JsonObject
    {
        ["sub"] = user.Email,
        ["iat"] = user.IssuedAt,
        ["exp"] = user.IssuedAt + (long)settings.TokenLife.TotalSeconds,
        ["user_id"] = user.UserId.ToString(),
        ["empresa_id"] = user.CompanyId.ToString(),
        ["rol"] = RoleOf(user.IsAdmin),
        ["es_superadmin"] = user.IsSuperAdmin,
        ["debe_cambiar_password"] = MustChange(user.PasswordChangedAt),
    });

    /// <summary>Who holds the token of a request; the caller then acts as them, in their company.</summary>
    /// <returns>The user, or what is wrong: <see cref="SidekickWords.NoToken"/> or <see cref="SidekickWords.BadToken"/>.</returns>
    public async Task<(SidekickCaller? User, string? Flaw)> FindAsync(HttpContext http, Caller caller, BodegaDb db, TimeSpan leeway = default)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal) || header.Length == 7) return (null, SidekickWords.NoToken);
        var (token, now) = (header[7..], clock.GetUtcNow());
        if (_tokens.Check(token, now, out var claims) is not null || Id(claims, "user_id") is not { } userId || Id(claims, "empresa_id") is not { } companyId
            || !claims.GetProperty("iat").TryGetInt64(out var issued) || await TenantOfAsync(companyId, db, http.RequestAborted) is not { } tenant)
            return (null, SidekickWords.BadToken);
        caller.Enter(tenant, TimeZoneInfo.Utc);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        if (await _find(db, userId, http.RequestAborted) is not { } row || !IsInTime(issued, row, hash, now + leeway))
        {
            caller.Enter(0, TimeZoneInfo.Utc);
            return (null, SidekickWords.BadToken);
        }
        caller.Enter(tenant, TimeZoneInfo.FindSystemTimeZoneById(row.TimeZone));
        caller.ActAs(row.MembershipId, row.AccountId, row.UserName, row.Role);
        return (new SidekickCaller(userId, companyId, row.Email, row.Role >= MembershipRole.Admin, row.IsPlatformAdmin, hash), null);
    }

    // Not from before a change of password, except the one it was made with; not from the future, except the second in which those after
    // such a change begin.
    private static bool IsInTime(long issued, Row row, byte[] hash, DateTimeOffset now)
    {
        if (row.KeptTokenHash is { } kept && CryptographicOperations.FixedTimeEquals(kept, hash)) return true;
        var validFrom = row.TokensValidFrom.ToUnixTimeSeconds();
        return issued == validFrom || (issued > validFrom && issued <= now.ToUnixTimeSeconds());
    }

    private async Task<long?> TenantOfAsync(Guid company, BodegaDb db, CancellationToken ct)
    {
        if (_tenants.TryGetValue(company, out var known)) return known;
        var found = await db.Tenants.Where(tenant => tenant.Uuid == company).Select(tenant => (long?)tenant.Id).FirstOrDefaultAsync(ct);
        if (found is { } id) _tenants[company] = id;
        return found;
    }

    private static Guid? Id(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id) ? id : null;

    // Compiled, since every signed-in request runs it; held by this instance, because a compiled query belongs to one database's model.
    private readonly Func<BodegaDb, Guid, CancellationToken, Task<Row?>> _find = EF.CompileAsyncQuery((BodegaDb db, Guid user, CancellationToken ct) => (
        from member in db.Memberships
        join tenant in db.Tenants on member.TenantId equals tenant.Id
        where member.Uuid == user && member.Status == MembershipStatus.Active && member.Role >= MembershipRole.Staff && member.AccountId != null && tenant.IsActive
        select new Row(
            member.Id, member.AccountId!.Value, member.UserName, member.Role, tenant.TimeZone, member.Account!.EmailNormal, member.Account.IsPlatformAdmin,
            member.Account.TokensValidFrom, member.Account.KeptTokenHash))
        .FirstOrDefault());

    private sealed record Row(
        long MembershipId, long AccountId, string UserName, MembershipRole Role, string TimeZone, string Email, bool IsPlatformAdmin, DateTimeOffset TokensValidFrom, byte[]? KeptTokenHash);
}
