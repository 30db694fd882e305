using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Mail;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Mails a code with which a forgotten password can be replaced; codes sent before are worthless from then on.</summary>
public sealed class RequestResetCode(BodegaDb db, Caller caller, ResetCodes codes, Outbox outbox, Trail trail, TimeProvider clock)
{
    /// <summary>Sends one; the mail leaves after the commit.</summary>
    /// <returns>Null when it is on its way, else <see cref="AccountFaults.UnknownMember"/> or <see cref="AccountFaults.TooManyTries"/>.</returns>
    public async Task<Fault?> RunAsync(string email, ResetRules rules, CancellationToken ct)
    {
        if (await codes.FindAsync(email, rules, ct) is not { } account) return AccountFaults.UnknownMember;
        await using var work = await db.BeginAsync(ct);
        // Locks the account: requests that come at once are counted one after another.
        await db.Accounts.Where(a => a.Id == account.AccountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.UpdatedAt, a => a.UpdatedAt), ct);
        var now = clock.GetNow();
        var since = now - rules.Window;
        var sent = await db.OneTimeCodes.Where(c => c.AccountId == account.AccountId && c.Purpose == OneTimePurpose.ResetCode && c.CreatedAt > since)
            .OrderBy(c => c.CreatedAt).Select(c => c.CreatedAt).Take(rules.MostRequests).ToListAsync(ct);
        if (sent.Count >= rules.MostRequests) return AccountFaults.TooManyTries(sent[0] + rules.Window - now);
        var code = ResetCodes.NewCode();
        db.OneTimeCodes.Add(new OneTimeCode
        {
            Purpose = OneTimePurpose.ResetCode,
            AccountId = account.AccountId,
            SecretHash = codes.HashOf(account.AccountId, code),
            CreatedAt = now,
            ExpiresAt = now + rules.Life,
        });
        outbox.Add(account.Email, rules.Mail(code));
        if (caller.MembershipId is not null) trail.Add(AuditActions.ResetPassword, AuditEntities.User, account.MemberId);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}
