using System.Security.Cryptography;
using Bodega.Accounts;
using Bodega.Accounts.Passwords;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Tenants;

/// <summary>Who runs a fresh installation.</summary>
/// <param name="UserName">User name in the tenant <c>main</c>.</param>
/// <param name="Email">E-mail.</param>
/// <param name="Password">Password, or null to have one generated.</param>
public sealed record FirstAdministrator(string UserName, string Email, string? Password);

/// <summary>Turns an empty database into a usable one: the tenant <c>main</c> and the first administrator.</summary>
public sealed class FirstRun(BodegaDb db, Caller caller, PasswordHasher hasher, TimeProvider clock)
{
    /// <summary>Slug of the tenant that every installation has.</summary>
    public const string MainTenant = "main";

    /// <summary>Zone of a new tenant (StockManager contract §1).</summary>
    public const string DefaultZone = "America/Argentina/Buenos_Aires";

    /// <summary>Makes what is missing; does nothing once there is an account.</summary>
    /// <returns>The password if it was generated now; it is shown once and cannot be had again.</returns>
    public async Task<string?> RunAsync(FirstAdministrator administrator, CancellationToken ct)
    {
        if (await db.Accounts.AnyAsync(ct)) return null;
        var password = administrator.Password ?? NewPassword();
        var hash = await hasher.HashAsync(password, ct);
        caller.EnterAllTenants();
        await using var work = await db.BeginAsync(ct);
        if (await db.Accounts.AnyAsync(ct)) return null; // another node was first
        var now = clock.GetNow();
        var tenant = await db.Tenants.FirstOrDefaultAsync(t => t.Slug == MainTenant, ct);
        if (tenant is null) db.Tenants.Add(tenant = Tenant.New(MainTenant, "Bodega", DefaultZone, now));
        if (!await SaveUnlessTakenAsync(ct)) return null;
        caller.Enter(tenant.Id, TimeZoneInfo.Utc);
        var account = Account.New(administrator.Email, hash, now);
        account.IsPlatformAdmin = true;
        account.Name = administrator.UserName;
        var owner = Membership.New(account, administrator.UserName, MembershipRole.Owner, MembershipStatus.Active, now);
        owner.IsOnboarded = true;
        db.Memberships.Add(owner);
        if (!await SaveUnlessTakenAsync(ct)) return null;
        await work.CommitAsync(ct);
        return administrator.Password is null ? password : null;
    }

    // False when another node made the same in the same moment.
    private async Task<bool> SaveUnlessTakenAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return false;
        }
    }

    /// <summary>20 letters and digits that are hard to misread: more than 110 bits.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20);
}
