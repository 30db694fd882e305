using Bodega.Accounts.Passwords;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Makes an account that has no place in any tenant yet. Who may ask for it is the surface's matter.</summary>
public sealed class SignUp(BodegaDb db, PasswordHasher hasher, TimeProvider clock)
{
    /// <summary>Makes it and keeps the unit of work's further changes with it.</summary>
    /// <param name="name">The person's name; may be empty.</param>
    /// <param name="email">E-mail.</param>
    /// <param name="password">The surface has checked its length.</param>
    /// <param name="image">Address of a portrait, or null.</param>
    /// <param name="also">What belongs to the same change (opening a session); runs before the commit.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <param name="uuid">The identity's id, where another service has given it one.</param>
    /// <returns>The account, or <see cref="AccountFaults.EmailTaken"/>.</returns>
    public async Task<Outcome<Account>> RunAsync(string name, string email, string password, string? image, Action<Account> also, CancellationToken ct, Guid? uuid = null)
    {
        var normal = NormalText.OfEmail(email);
        if (await db.Accounts.AnyAsync(account => account.EmailNormal == normal, ct)) return AccountFaults.EmailTaken;
        var hash = await hasher.HashAsync(password, ct);
        await using var work = await db.BeginAsync(ct);
        var account = Account.New(email, hash, clock.GetNow(), uuid);
        (account.Name, account.Image) = (name, image);
        db.Accounts.Add(account);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return AccountFaults.EmailTaken; // somebody else was quicker
        }
        also(account);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return account;
    }
}
