using Bodega.Data;
using Bodega.Kernel;
using Bodega.Mail;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Proves that an account's e-mail is its owner's, by a mailed link.</summary>
public sealed class VerifyEmail(BodegaDb db, MailedLinks links, Outbox outbox, TimeProvider clock)
{
    /// <summary>Sends a link where the address is known and not proven yet; otherwise nothing.</summary>
    public async Task SendAsync(string email, Func<string, MailText> mail, CancellationToken ct)
    {
        var normal = NormalText.OfEmail(email);
        await using var work = await db.BeginAsync(ct);
        var account = await db.Accounts.AsNoTracking().Where(a => a.EmailNormal == normal && !a.EmailVerified).Select(a => new { a.Id, a.Email }).FirstOrDefaultAsync(ct);
        if (account is not null && await links.MakeAsync(account.Id, OneTimePurpose.VerifyEmail, ct) is { } token) outbox.Add(account.Email, mail(token));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }

    /// <summary>Uses a link up.</summary>
    /// <returns>False when it is unknown, used or too old.</returns>
    public async Task<bool> ConfirmAsync(string token, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (await links.UseAsync(OneTimePurpose.VerifyEmail, token, ct) is not { } accountId) return false;
        var now = clock.GetNow();
        await db.Accounts.Where(a => a.Id == accountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.EmailVerified, true).SetProperty(a => a.UpdatedAt, now), ct);
        await work.CommitAsync(ct);
        return true;
    }
}
