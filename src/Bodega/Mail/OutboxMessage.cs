namespace Bodega.Mail;

/// <summary>A mail that is owed: written in the transaction of the change, sent after its commit, at least once.</summary>
public sealed class OutboxMessage
{
    /// <summary>Our key; also names the <c>.eml</c> file, so that a second delivery replaces the first.</summary>
    public long Id { get; init; }

    /// <summary>Recipient's address.</summary>
    public required string To { get; init; }

    /// <summary>Subject line and plain text, sealed with the key ring's <c>outbox</c> key (bodies hold codes).</summary>
    public required byte[] Sealed { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Failed deliveries so far; at 12 it is given up and stays for inspection.</summary>
    public int Attempts { get; set; }

    /// <summary>Not tried before this.</summary>
    public required DateTimeOffset NextAttemptAt { get; set; }
}
