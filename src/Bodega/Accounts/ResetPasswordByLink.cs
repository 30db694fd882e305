using Bodega.Accounts.Passwords;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Mail;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Mails a link with which a forgotten password can be replaced.</summary>
public sealed class RequestResetLink(BodegaDb db, MailedLinks links, Outbox outbox)
{
    /// <summary>Sends one where the address is known, and costs about the same where it is not; asked too often it sends nothing.</summary>
    /// <param name="email">E-mail.</param>
    /// <param name="mail">The mail that carries a token.</param>
    /// <param name="ct">Cancels before the commit.</param>
    public async Task RunAsync(string email, Func<string, MailText> mail, CancellationToken ct)
    {
        var normal = NormalText.OfEmail(email);
        await using var work = await db.BeginAsync(ct);
        var account = await db.Accounts.AsNoTracking().Where(a => a.EmailNormal == normal).Select(a => new { a.Id, a.Email }).FirstOrDefaultAsync(ct);
        if (account is not null && await links.MakeAsync(account.Id, OneTimePurpose.ResetLink, ct) is { } token) outbox.Add(account.Email, mail(token));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }
}

/// <summary>Replaces a forgotten password against a mailed link, which is used up; every sign-in of the account ends.</summary>
public sealed class ResetPasswordByLink(BodegaDb db, MailedLinks links, PasswordHasher hasher, Sessions sessions, TimeProvider clock)
{
    /// <summary>Replaces it.</summary>
    /// <param name="token">From the link.</param>
    /// <param name="password">The new one; the surface has checked its length.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>Null when done, else <see cref="AccountFaults.WrongCode"/>.</returns>
    public async Task<Fault?> RunAsync(string token, string password, CancellationToken ct)
    {
        if (await links.FindAsync(OneTimePurpose.ResetLink, token, ct) is null) return AccountFaults.WrongCode;
        var hash = await hasher.HashAsync(password, ct);
        await using var work = await db.BeginAsync(ct);
        if (await links.UseAsync(OneTimePurpose.ResetLink, token, ct) is not { } accountId) return AccountFaults.WrongCode;
        var account = await db.Accounts.FirstAsync(a => a.Id == accountId, ct);
        account.SetPassword(hash, byOwner: true, clock.GetNow());
        account.EmailVerified = true; // the link has come back from the address
        await db.SaveChangesAsync(ct);
        await db.OneTimeCodes.Where(code => code.AccountId == accountId && code.Purpose != OneTimePurpose.VerifyEmail).ExecuteDeleteAsync(ct);
        await sessions.EndAllAsync(accountId, exceptSessionId: null, ct);
        await work.CommitAsync(ct);
        return null;
    }
}
