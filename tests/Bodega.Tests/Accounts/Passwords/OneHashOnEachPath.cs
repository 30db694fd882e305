using Bodega.Accounts.Passwords;

namespace Bodega.Tests.Accounts.Passwords;

public sealed class OneHashOnEachPath : IDisposable
{
    private readonly PasswordHashGate gate = new();
    private readonly PasswordHasher hasher;

    public OneHashOnEachPath() => hasher = new PasswordHasher(gate);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => gate.Dispose();

    [Fact]
    public async Task Right_wrong_and_nobody_cost_one_hash_each()
    {
        var form = await hasher.HashAsync("tamarind", Ct);
        Assert.Equal(1, hasher.HashesDone);

        Assert.True((await hasher.VerifyAsync(form, "tamarind", Ct)).Matches);
        Assert.Equal(2, hasher.HashesDone);

        Assert.False((await hasher.VerifyAsync(form, "tamarine", Ct)).Matches);
        Assert.Equal(3, hasher.HashesDone);

        await hasher.VerifyNothingAsync("tamarind", Ct);
        Assert.Equal(4, hasher.HashesDone);
    }

    [Fact]
    public async Task A_password_that_does_not_fit_is_refused_after_one_hash()
    {
        var longest = new string('é', PasswordHasher.MaxPasswordBytes / 2);
        var form = await hasher.HashAsync(longest, Ct);
        Assert.True((await hasher.VerifyAsync(form, longest, Ct)).Matches);
        var before = hasher.HashesDone;

        Assert.False(PasswordHasher.Fits(longest + "e"));
        Assert.Equal(default, await hasher.VerifyAsync(form, longest + "e", Ct));
        Assert.Equal(default, await hasher.VerifyAsync(StoredForms.Bcrypt2b, new string('x', 1_000_000), Ct));
        await hasher.VerifyNothingAsync(longest + "e", Ct);
        Assert.Equal(before + 3, hasher.HashesDone);

        await Assert.ThrowsAsync<ArgumentException>(() => hasher.HashAsync(longest + "e", Ct));
        Assert.Equal(before + 3, hasher.HashesDone);
    }

    [Fact]
    public async Task A_password_too_long_for_us_does_not_match_as_an_empty_one()
    {
        var empty = await hasher.HashAsync("", Ct);
        Assert.False((await hasher.VerifyAsync(empty, new string('x', 5000), Ct)).Matches);
    }
}
