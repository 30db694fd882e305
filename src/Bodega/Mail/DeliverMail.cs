using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Bodega.Mail;

/// <summary>Carries one mail out of the house; throws when it could not.</summary>
/// <param name="messageId">Key of the message; a second delivery of the same must replace the first where it can.</param>
/// <param name="to">Recipient's address.</param>
/// <param name="mail">What it says.</param>
/// <param name="writtenAt">When it was written.</param>
/// <param name="ct">Cancels.</param>
public delegate Task MailCarrier(long messageId, string to, MailText mail, DateTimeOffset writtenAt, CancellationToken ct);

/// <summary>Sends what the outbox owes and is due; one node at a time.</summary>
public sealed partial class DeliverMail(BodegaDb db, Caller caller, Outbox outbox, TakeLease lease, TimeProvider clock, ILogger<DeliverMail> logger)
{
    /// <summary>Failed deliveries after which a message is given up; it stays for inspection.</summary>
    public const int MostAttempts = 12;

    private const string Job = "mail";
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(2);

    /// <summary>Sends until nothing more is due, or another node has the job.</summary>
    /// <param name="node">Name of this node.</param>
    /// <param name="carry">How mails leave.</param>
    /// <param name="ct">Stops between two mails.</param>
    /// <returns>Mails that left.</returns>
    public async Task<int> RunAsync(string node, MailCarrier carry, CancellationToken ct)
    {
        caller.EnterAllTenants(); // mails belong to the installation
        var sent = 0;
        while (await NextAsync(ct) is { } message && await lease.RunAsync(Job, node, Turn, ct))
            if (await DeliverAsync(message, carry, ct)) sent++;
        return sent;
    }

    /// <summary>How long to wait after so many failures: 15 s, doubling, at most 6 hours.</summary>
    public static TimeSpan DelayAfter(int failures) => TimeSpan.FromSeconds(Math.Min(6 * 3600, 15 * Math.Pow(2, failures - 1)));

    private Task<OutboxMessage?> NextAsync(CancellationToken ct)
    {
        var now = clock.GetNow();
        return db.OutboxMessages.AsNoTracking().Where(m => m.NextAttemptAt <= now && m.Attempts < MostAttempts)
            .OrderBy(m => m.NextAttemptAt).ThenBy(m => m.Id).FirstOrDefaultAsync(ct);
    }

    private async Task<bool> DeliverAsync(OutboxMessage message, MailCarrier carry, CancellationToken ct)
    {
        var failed = false;
        try
        {
            await carry(message.Id, message.To, outbox.Open(message), message.CreatedAt, ct);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            failed = true;
            // Type only: a server's answer may quote the address.
            LogFailed(message.Id, message.Attempts + 1, exception.GetType().Name);
        }
        await using var work = await db.BeginAsync(CancellationToken.None);
        var next = clock.GetNow() + DelayAfter(message.Attempts + 1);
        if (failed)
            await db.OutboxMessages.Where(m => m.Id == message.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.Attempts, m => m.Attempts + 1).SetProperty(m => m.NextAttemptAt, next), CancellationToken.None);
        else await db.OutboxMessages.Where(m => m.Id == message.Id).ExecuteDeleteAsync(CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
        return !failed;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {MessageId} could not be delivered (attempt {Attempt}): {Reason}")]
    private partial void LogFailed(long messageId, int attempt, string reason);
}
