using Bodega.Data;
using Bodega.Kernel;

namespace Bodega.Accounts;

/// <summary>Tells whether a mailed code is right, without using it up.</summary>
public sealed class CheckResetCode(BodegaDb db, ResetCodes codes)
{
    /// <summary>Checks it.</summary>
    /// <returns>Null when it is right, else <see cref="AccountFaults.WrongCode"/>.</returns>
    public async Task<Fault?> RunAsync(string email, string code, ResetRules rules, CancellationToken ct)
    {
        if (await codes.FindAsync(email, rules, ct) is not { } account) return AccountFaults.WrongCode;
        await using var work = await db.BeginAsync(ct);
        if (await codes.TryAsync(account.AccountId, code, ct)) return null; // undone with the unit of work: a right try costs nothing
        await work.CommitAsync(CancellationToken.None); // a wrong one counts even if the client has gone
        return AccountFaults.WrongCode;
    }
}
