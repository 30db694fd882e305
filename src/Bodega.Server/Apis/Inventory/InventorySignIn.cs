using System.Collections.Concurrent;
using Bodega.Accounts;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Apis.Inventory.Identity;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory;

/// <summary>Finds who is asking by the session cookie, gives newcomers their company, and holds each route to its <see cref="Access"/>
/// (accounts contract §1.4, §5.2).</summary>
internal sealed class InventorySignIn(RequestDelegate next, PostLimit limit, SessionCookie cookie, InventorySettings settings, Settings server)
{
    public async Task InvokeAsync(HttpContext http, Caller caller, BodegaDb db, Sessions sessions, TimeProvider clock)
    {
        if (server.RateLimitsEnabled && PostLimit.Counts(http.Request) && limit.Refuse(http.Connection.RemoteIpAddress ?? System.Net.IPAddress.None) is { } seconds)
        {
            await PostLimit.Say(http, seconds).ExecuteAsync(http);
            return;
        }
        var endpoint = http.GetEndpoint() as RouteEndpoint;
        // Unknown paths and wrong methods answer alike for everybody; pages that are not there lead strangers to the door.
        if (endpoint is null && (http.GetEndpoint() is not null || !Pages.PageRoutes.IsGuarded(http.Request)))
        {
            await next(http);
            return;
        }
        var access = endpoint?.Metadata.GetMetadata<Access>() ?? (endpoint is null ? Access.Session : throw new InvalidOperationException($"{endpoint.DisplayName} says nothing about access."));
        if (await RefuseAsync(http, access, caller, db, sessions, clock) is { } refusal)
        {
            var isPage = endpoint is null || endpoint.Metadata.GetMetadata<Pages.Page>() is not null;
            // Who is signed in and refused all the same would only be sent back from the door.
            await (!isPage ? refusal : http.Features.Get<SignedIn>() is null ? Pages.PageRoutes.ToSignIn(http) : Pages.RefusedPage.Render(http)).ExecuteAsync(http);
            return;
        }
        if (endpoint is not null && await HasWrongTypeAsync(http, endpoint))
        {
            await InventoryJson.Invalid(InventoryWords.BadContentType).ExecuteAsync(http);
            return;
        }
        await next(http);
    }

    private async Task<IResult?> RefuseAsync(HttpContext http, Access access, Caller caller, BodegaDb db, Sessions sessions, TimeProvider clock)
    {
        var found = await FindAsync(http, caller, db, sessions, clock);
        if (access.Needs == Needs.Nobody) return null;
        var inIdentity = http.Request.Path.StartsWithSegments("/api/auth", StringComparison.OrdinalIgnoreCase);
        if (found is null) return inIdentity ? IdentityWords.NoSession() : InventoryJson.Error(401, access.NoSession);
        if (access.Needs == Needs.Session) return null;
        if (found.Person is null)
        {
            var place = await http.RequestServices.GetRequiredService<JoinOrFound>().RunAsync(found.SignedIn.AccountId, settings.Founding, http.RequestAborted);
            if (place.Fault is { } fault) return fault.Code == AccountFaults.SignUpClosedCode ? InventoryJson.Error(401, access.NoSession) : InventoryJson.Error(403, access.Forbidden);
            found = await FindAsync(http, caller, db, sessions, clock);
        }
        if (found?.Person is { IsSuperAdmin: false } ordinary && settings.AdminEmails.Contains(found.EmailNormal))
        {
            await http.RequestServices.GetRequiredService<Promote>().RunAsync(ordinary.MembershipId, http.RequestAborted);
            found = await FindAsync(http, caller, db, sessions, clock);
        }
        if (found?.Person is not { } person) return InventoryJson.Error(403, "Usuario sin empresa asignada"); // taken away in this moment
        http.Features.Set(person);
        if (access.Needs == Needs.Person) return null;
        if (!person.IsActive) return InventoryJson.Error(403, "Usuario inactivo o suspendido");
        var may = access.Needs switch
        {
            Needs.Admin => person.IsAdmin,
            Needs.SuperAdmin => person.IsSuperAdmin,
            _ => access.Permission is null || person.May(access.Permission),
        };
        return may ? null : InventoryJson.Error(403, access.Forbidden);
    }

    // Where an account's person was last found: its tenant is entered first, and one query tells everything. Only a hint: what the
    // query does not show is looked for in all tenants.
    private readonly ConcurrentDictionary<string, long> _hints = new(StringComparer.Ordinal);

    private async Task<Found?> FindAsync(HttpContext http, Caller caller, BodegaDb db, Sessions sessions, TimeProvider clock)
    {
        if (cookie.Read(http.Request) is not { } token) return null;
        var now = clock.GetNow();
        var isHinted = _hints.TryGetValue(token, out var hint);
        if (isHinted) caller.Enter(hint, TimeZoneInfo.Utc);
        else caller.EnterAllTenants();
        var row = await _find(db, SessionTokens.HashOf(token), now, http.RequestAborted);
        if (isHinted && row?.MembershipId is null)
        {
            _hints.TryRemove(token, out _);
            caller.EnterAllTenants();
            row = await _find(db, SessionTokens.HashOf(token), now, http.RequestAborted);
        }
        if (row is null)
        {
            caller.Enter(0, TimeZoneInfo.Utc);
            return null;
        }
        if (row.TenantId is { } tenant)
        {
            if (_hints.Count > 100_000) _hints.Clear();
            _hints[token] = tenant;
            caller.Enter(tenant, TimeZoneInfo.FindSystemTimeZoneById(row.TimeZone!)); // a tenant has one
            caller.ActAs(row.MembershipId!.Value, row.AccountId, row.UserName!, row.Role!.Value); // they come together
        }
        else
        {
            caller.Enter(0, TimeZoneInfo.Utc);
        }
        await RenewAsync(http, row, token, sessions, now);
        var found = row.ToFound(token);
        http.Features.Set(found.SignedIn);
        return found;
    }

    // A remembered session that was not renewed for a day gets a whole life again (§4.3).
    private async Task RenewAsync(HttpContext http, Row row, string token, Sessions sessions, DateTimeOffset now)
    {
        if (!row.Permanent || now - row.LastSeenAt < TimeSpan.FromDays(1) || http.Request.Query.ContainsKey("disableRefresh")) return;
        await sessions.RenewAsync(InventorySurface.Life, row.SessionId, permanent: true, http.RequestAborted);
        (row.LastSeenAt, row.ExpiresAt) = (now, now + InventorySurface.Life.Permanent);
        cookie.Write(http.Response, token, InventorySurface.Life.Permanent);
    }

    // §1.1: a body that is there must be JSON, whatever the route does with it.
    private static async Task<bool> HasWrongTypeAsync(HttpContext http, RouteEndpoint endpoint)
    {
        if (HttpMethods.IsGet(http.Request.Method) || endpoint.Metadata.GetMetadata<AnyBody>() is not null || http.Request.ContentLength == 0) return false;
        if (IsJson(http.Request.ContentType)) return false;
        if (http.Request.ContentLength > 0) return true;
        var beginning = await http.Request.BodyReader.ReadAsync(http.RequestAborted);
        http.Request.BodyReader.AdvanceTo(beginning.Buffer.Start);
        return beginning.Buffer.Length > 0;
    }

    private static bool IsJson(string? type) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(type, out var media)
        && (media.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (media.MediaType.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && media.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)));

    // Compiled, since every request runs it; held by the middleware, because a compiled query belongs to one database's model.
    private readonly Func<BodegaDb, byte[], DateTimeOffset, CancellationToken, Task<Row?>> _find =
        EF.CompileAsyncQuery((BodegaDb db, byte[] hash, DateTimeOffset now, CancellationToken ct) => (
            from session in db.Sessions
            join account in db.Accounts on session.AccountId equals account.Id
            // Of this account wherever it belongs: which tenant is entered is what this query is to find out.
            from member in db.Memberships.Where(m => m.AccountId == account.Id && m.Role >= MembershipRole.Staff && m.Status != MembershipStatus.Removed).DefaultIfEmpty()
            from tenant in db.Tenants.Where(t => t.Id == member!.TenantId).DefaultIfEmpty()
            where session.TokenHash == hash && session.Surface == InventorySurface.Name && session.ExpiresAt > now
            orderby member!.Id
            select new Row
            {
                SessionId = session.Id,
                Permanent = session.Permanent,
                SessionCreatedAt = session.CreatedAt,
                LastSeenAt = session.LastSeenAt,
                ExpiresAt = session.ExpiresAt,
                Address = session.Address,
                UserAgent = session.UserAgent,
                AccountId = account.Id,
                Uuid = account.Uuid,
                AccountName = account.Name,
                EmailNormal = account.EmailNormal,
                EmailVerified = account.EmailVerified,
                Image = account.Image,
                CreatedAt = account.CreatedAt,
                UpdatedAt = account.UpdatedAt,
                IsPlatformAdmin = account.IsPlatformAdmin,
                MembershipId = member == null ? null : member.Id,
                TenantId = member == null ? null : member.TenantId,
                Cuid = member!.Cuid,
                UserName = member.UserName,
                Name = member.Name,
                Email = member.Email,
                Role = member == null ? null : member.Role,
                // Of a company that has left nobody is a member who may act.
                Status = member == null ? null : tenant!.IsActive ? member.Status : MembershipStatus.Suspended,
                Permissions = member.Permissions,
                IsOnboarded = member == null ? null : member.IsOnboarded,
                TenantCuid = tenant!.Cuid,
                TimeZone = tenant.TimeZone,
            }).IgnoreQueryFilters(new[] { Filters.Tenant }).FirstOrDefault());

    private sealed record Found(SignedIn SignedIn, InventoryCaller? Person, string EmailNormal);

    private sealed class Row
    {
        public long SessionId { get; init; }
        public bool Permanent { get; init; }
        public DateTimeOffset SessionCreatedAt { get; init; }
        public DateTimeOffset LastSeenAt { get; set; }
        public DateTimeOffset ExpiresAt { get; set; }
        public string? Address { get; init; }
        public string? UserAgent { get; init; }
        public long AccountId { get; init; }
        public Guid Uuid { get; init; }
        public string AccountName { get; init; } = "";
        public string EmailNormal { get; init; } = "";
        public bool EmailVerified { get; init; }
        public string? Image { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset UpdatedAt { get; init; }
        public bool IsPlatformAdmin { get; init; }
        public long? MembershipId { get; init; }
        public long? TenantId { get; init; }
        public string? Cuid { get; init; }
        public string? UserName { get; init; }
        public string? Name { get; init; }
        public string? Email { get; init; }
        public MembershipRole? Role { get; init; }
        public MembershipStatus? Status { get; init; }
        public string? Permissions { get; init; }
        public bool? IsOnboarded { get; init; }
        public string? TenantCuid { get; init; }
        public string? TimeZone { get; init; }

        public Found ToFound(string token)
        {
            var userId = Uuid.ToString("D");
            var signedIn = new SignedIn(
                new SessionBody(SessionIds.Of(token), token, userId, ExpiresAt, SessionCreatedAt, LastSeenAt, Address ?? "", UserAgent ?? ""),
                new UserBody(userId, AccountName, EmailNormal, EmailVerified, Image, CreatedAt, UpdatedAt), AccountId, SessionId)
            {
                Permanent = Permanent,
            };
            var person = MembershipId is not { } member ? null : new InventoryCaller(
                member, Cuid!, Name ?? (AccountName.Length > 0 ? AccountName : UserName!), Email ?? EmailNormal, Role!.Value, IsPlatformAdmin, Status!.Value, Permissions!, IsOnboarded!.Value, TenantCuid!); // a membership has all of these
            return new Found(signedIn, person, EmailNormal);
        }
    }
}
