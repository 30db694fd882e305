using System.Security.Cryptography;
using System.Text;

namespace Bodega.Accounts.Passwords;

/// <summary>Makes and checks the stored forms of passwords, the older ones people bring along included. One per process.</summary>
/// <remarks>
/// New: Argon2id, or PBKDF2-HMAC-SHA512 where the system has no libargon2. Also read: bcrypt, werkzeug's scrypt and PBKDF2, Better
/// Auth's scrypt. Every call hashes exactly once, whatever the answer, so that time tells nobody which accounts exist; only an
/// older form costs what its own kind costs, until it is rehashed. Source: design §6.
/// </remarks>
public sealed class PasswordHasher
{
    /// <summary>Longest password, in bytes of UTF-8; longer ones never match.</summary>
    public const int MaxPasswordBytes = 4096;

    private readonly PasswordHashGate gate;
    private readonly NewPasswordHash current;
    private long hashesDone;

    /// <summary>A hasher that does its work behind the gate.</summary>
    /// <param name="gate">Shared by all who hash; not disposed here.</param>
    /// <param name="avoidArgon2id">New hashes are PBKDF2 even where Argon2id is to be had: for tests of that path.</param>
    public PasswordHasher(PasswordHashGate gate, bool avoidArgon2id = false)
    {
        this.gate = gate;
        current = NewPasswordHash.Best(avoidArgon2id);
    }

    /// <summary>Hashes computed since the start, of whatever kind.</summary>
    public long HashesDone => Interlocked.Read(ref hashesDone);

    /// <summary>Kind and cost of new hashes in one line, for the start-up log and <c>doctor</c>.</summary>
    public string NewHashes => current.Description;

    /// <summary>Kinds of stored form that cannot match on this machine, each with the missing library; empty when all is well.</summary>
    public static IReadOnlyList<string> CannotVerify { get; } =
    [
        .. Argon2Library.IsThere ? [] : new[] { $"argon2id ({Argon2Library.Name} not found)" },
        .. CryptLibrary.IsThere ? [] : new[] { $"bcrypt ({CryptLibrary.Name} not found)" },
        .. ScryptLibrary.IsThere ? [] : new[] { $"scrypt ({ScryptLibrary.Name} not found)" },
    ];

    /// <summary>Whether a password is short enough to be hashed; ask before <see cref="HashAsync"/>.</summary>
    public static bool Fits(string password) =>
        password.Length <= MaxPasswordBytes && Encoding.UTF8.GetByteCount(password) <= MaxPasswordBytes;

    /// <summary>The form to store for a new password: ASCII, about 100 characters, different at every call.</summary>
    /// <exception cref="ArgumentException">The password does not fit; see <see cref="Fits"/>.</exception>
    /// <exception cref="PasswordHashOverloadException">Too many callers are waiting.</exception>
    public Task<string> HashAsync(string password, CancellationToken ct)
    {
        if (!Fits(password)) throw new ArgumentException($"Longer than {MaxPasswordBytes} bytes.", nameof(password));
        return gate.RunAsync(() => Hash(password), ct);
    }

    /// <summary>Compares a password with a stored form, of whatever kind and however damaged.</summary>
    /// <param name="storedHash">As stored; null, as for accounts without a password, matches nothing.</param>
    /// <param name="password">As typed.</param>
    /// <param name="ct">Gives up the place in the line.</param>
    /// <returns>A refusal, after one hash, also for forms that are unknown, broken or unreasonably dear.</returns>
    /// <exception cref="PasswordHashOverloadException">Too many callers are waiting.</exception>
    public Task<PasswordCheck> VerifyAsync(string? storedHash, string password, CancellationToken ct) =>
        gate.RunAsync(() => Verify(storedHash, password), ct);

    /// <summary>Costs what a check against a current form costs, for sign-in when there is no such account; it has no answer to give.</summary>
    /// <exception cref="PasswordHashOverloadException">Too many callers are waiting.</exception>
    public Task VerifyNothingAsync(string password, CancellationToken ct) => VerifyAsync(storedHash: null, password, ct);

    private string Hash(string password)
    {
        Span<byte> bytes = stackalloc byte[MaxPasswordBytes];
        try
        {
            return HashNew(bytes[..Encoding.UTF8.GetBytes(password, bytes)]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private PasswordCheck Verify(string? form, string password)
    {
        Span<byte> bytes = stackalloc byte[MaxPasswordBytes];
        try
        {
            // One that does not fit is not compared with its own beginning.
            var fits = Encoding.UTF8.TryGetBytes(password, bytes, out var length);
            if (fits && StoredPassword.Read(form)?.Matches(bytes[..length]) is { } matches)
            {
                Interlocked.Increment(ref hashesDone);
                return new PasswordCheck(matches, NeedsRehash: matches && !current.Wrote(form!));   // what was read is not null
            }
            _ = HashNew(bytes[..length]);
            return default;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private string HashNew(ReadOnlySpan<byte> password)
    {
        var form = current.Hash(password);
        Interlocked.Increment(ref hashesDone);
        return form;
    }
}
