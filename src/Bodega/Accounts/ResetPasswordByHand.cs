using Bodega.Accounts.Passwords;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Gives an account a new password from the command line: every sign-in ends, every lock on guessing is lifted, mailed codes die.</summary>
public sealed class ResetPasswordByHand(BodegaDb db, Caller caller, PasswordHasher hasher, Sessions sessions, Trail trail, TimeProvider clock)
{
    /// <summary>Nobody has that user name or e-mail.</summary>
    public const string UnknownAccountCode = "unknown-account";

    /// <summary>The user name belongs to different accounts in different tenants: the e-mail is needed.</summary>
    public const string AmbiguousCode = "user-name-in-several-tenants";

    /// <summary>Sets it.</summary>
    /// <param name="userNameOrEmail">The e-mail wins where one account's user name is another's e-mail: it is unique.</param>
    /// <param name="password">6–128 characters.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>The account's e-mail.</returns>
    public async Task<Outcome<string>> RunAsync(string userNameOrEmail, string password, CancellationToken ct)
    {
        if (!AddAccount.IsPassword(password)) return new Fault(FaultKind.Invalid, AddAccount.BadPasswordCode);
        var (name, email) = (userNameOrEmail.Trim(), NormalText.OfEmail(userNameOrEmail));
        caller.EnterAllTenants(); // whoever runs the server stands above tenants
        var memberships = db.Memberships.IgnoreQueryFilters([Filters.Tenant]);
        var found = await (
            from account in db.Accounts
            from member in memberships.Where(m => m.AccountId == account.Id).DefaultIfEmpty()
            where account.EmailNormal == email || member!.UserName == name // DefaultIfEmpty: null has no name
            orderby account.EmailNormal == email ? 0 : 1, member!.Id
            select new { account.Id, account.Email, ByEmail = account.EmailNormal == email, MemberId = (long?)member!.Id, TenantId = (long?)member.TenantId }).ToListAsync(ct);
        if (found.Count == 0) return new Fault(FaultKind.NotFound, UnknownAccountCode, name);
        var chosen = found[0];
        if (!chosen.ByEmail && found.Any(other => other.Id != chosen.Id)) return new Fault(FaultKind.Conflict, AmbiguousCode, name);

        var hash = await hasher.HashAsync(password, ct);
        if (chosen.TenantId is { } tenant) caller.Enter(tenant, TimeZoneInfo.Utc);
        await using var work = await db.BeginAsync(ct);
        var now = clock.GetNow();
        await db.Accounts.Where(a => a.Id == chosen.Id).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.PasswordHash, hash).SetProperty(a => a.PasswordChangedAt, (DateTimeOffset?)now).SetProperty(a => a.UpdatedAt, now)
                .SetProperty(a => a.FailedSignIns, 0).SetProperty(a => a.NextSignInAt, (DateTimeOffset?)null), ct);
        await db.OneTimeCodes.Where(code => code.AccountId == chosen.Id && code.Purpose != OneTimePurpose.VerifyEmail).ExecuteDeleteAsync(ct);
        await sessions.EndAllAsync(chosen.Id, exceptSessionId: null, ct);
        if (chosen.MemberId is { } memberId) trail.Add(AuditActions.ChangePassword, AuditEntities.User, memberId);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return chosen.Email;
    }
}
