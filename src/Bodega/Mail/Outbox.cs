using System.Text;
using Bodega.Data;
using Bodega.Kernel;

namespace Bodega.Mail;

/// <summary>What a mail says.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text.</param>
/// <param name="Html">The same as a page, for readers that show one; null = none.</param>
public sealed record MailText(string Subject, string Text, string? Html = null);

/// <summary>Writes mails down inside the unit of work that owes them; they leave after its commit, at least once.</summary>
public sealed class Outbox(BodegaDb db, KeyRing keys, OutboxBell bell, TimeProvider clock)
{
    private const string Key = "outbox";

    /// <summary>Adds a mail to the open unit of work. Text and subject are sealed: bodies hold codes.</summary>
    public void Add(string to, MailText mail)
    {
        var now = clock.GetNow();
        var plain = Encoding.UTF8.GetBytes($"{mail.Subject.ReplaceLineEndings(" ")}\n{mail.Text}{(mail.Html is null ? "" : $"\0{mail.Html}")}");
        db.OutboxMessages.Add(new OutboxMessage { To = to, Sealed = keys.Seal(Key, plain), CreatedAt = now, NextAttemptAt = now });
        db.RequireWork().AfterCommit(bell.Ring);
    }

    /// <summary>What a message says.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">Sealed by another installation's key.</exception>
    public MailText Open(OutboxMessage message)
    {
        var plain = Encoding.UTF8.GetString(keys.Open(Key, message.Sealed));
        var end = plain.IndexOf('\n', StringComparison.Ordinal);
        var (subject, text) = (plain[..end], plain[(end + 1)..]);
        var html = text.IndexOf('\0', StringComparison.Ordinal);
        return html < 0 ? new MailText(subject, text) : new MailText(subject, text[..html], text[(html + 1)..]);
    }
}

/// <summary>Wakes this process's sender; nodes that miss it look every few seconds.</summary>
public sealed class OutboxBell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    /// <summary>Rings.</summary>
    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been rung and nobody has looked yet: one look finds everything.
        }
    }

    /// <summary>Waits for a ring, at most so long.</summary>
    public Task WaitAsync(TimeSpan most, CancellationToken ct) => _rung.WaitAsync(most, ct);

    /// <inheritdoc />
    public void Dispose() => _rung.Dispose();
}
