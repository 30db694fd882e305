using System.Text.Json.Nodes;
using Bodega.Accounts.Passwords;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>An account to be made by whoever runs the server.</summary>
/// <param name="UserName">Name within the tenant, 1–30 characters.</param>
/// <param name="Email">E-mail, at most 100 characters; unique among all accounts.</param>
/// <param name="Role">Place on the ladder.</param>
/// <param name="TenantSlug">Slug of the tenant.</param>
/// <param name="Password">6–128 characters.</param>
public sealed record NewAccount(string UserName, string Email, MembershipRole Role, string TenantSlug, string Password);

/// <summary>Makes an account and its place in a tenant, from the command line: there is nobody signed in to ask for it.</summary>
public sealed class AddAccount(BodegaDb db, Caller caller, PasswordHasher hasher, Trail trail, TimeProvider clock)
{
    /// <summary>There is no tenant of that slug.</summary>
    public const string UnknownTenantCode = "unknown-tenant";

    /// <summary>The user name is empty or longer than 30 characters.</summary>
    public const string BadUserNameCode = "bad-user-name";

    /// <summary>The e-mail is none, or longer than 100 characters.</summary>
    public const string BadEmailCode = "bad-email";

    /// <summary>The password has not 6 to 128 characters.</summary>
    public const string BadPasswordCode = "bad-password";

    /// <summary>The user name (in the tenant) or the e-mail (anywhere) is in use.</summary>
    public const string TakenCode = "user-name-or-email-taken";

    /// <summary>Adds it.</summary>
    /// <returns>The membership's id.</returns>
    public async Task<Outcome<long>> RunAsync(NewAccount account, CancellationToken ct)
    {
        var (userName, email) = (account.UserName.Trim(), account.Email.Trim());
        if (userName.Length is 0 or > 30) return new Fault(FaultKind.Invalid, BadUserNameCode, userName);
        if (email.Length > 100 || !IsEmail(email)) return new Fault(FaultKind.Invalid, BadEmailCode, email);
        if (!IsPassword(account.Password)) return new Fault(FaultKind.Invalid, BadPasswordCode);
        var hash = await hasher.HashAsync(account.Password, ct);

        caller.EnterAllTenants();
        var tenant = await db.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Slug == account.TenantSlug, ct);
        if (tenant is null) return new Fault(FaultKind.NotFound, UnknownTenantCode, account.TenantSlug);
        caller.Enter(tenant.Id, TimeZoneInfo.Utc);
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        var person = Account.New(email, hash, now);
        person.Name = userName;
        var member = Membership.New(person, userName, account.Role, MembershipStatus.Active, now);
        db.Memberships.Add(member);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return new Fault(FaultKind.Conflict, TakenCode, $"{userName} / {email}");
        }
        trail.Add(AuditActions.Create, AuditEntities.User, member.Id,
            after: new JsonObject { ["id"] = member.Id, ["username"] = userName, ["email"] = email, ["role"] = (int)account.Role, ["status"] = (int)member.Status });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return member.Id;
    }

    internal static bool IsPassword(string password) => password.Length is >= 6 and <= 128;

    private static bool IsEmail(string email) =>
        email.LastIndexOf('@') is > 0 and var at && email.IndexOf('.', at) > at && !email.Any(char.IsWhiteSpace);
}
