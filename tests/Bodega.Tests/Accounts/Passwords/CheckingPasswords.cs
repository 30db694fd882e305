using Bodega.Accounts.Passwords;

namespace Bodega.Tests.Accounts.Passwords;

public sealed class CheckingPasswords : IDisposable
{
    private readonly PasswordHashGate gate = new();
    private readonly PasswordHasher hasher;

    public CheckingPasswords() => hasher = new PasswordHasher(gate);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => gate.Dispose();

    [Fact]
    public async Task A_new_hash_is_Argon2id_that_matches_and_needs_no_rehash()
    {
        var form = await hasher.HashAsync("tamarind ñ 7", Ct);

        Assert.Matches(@"^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}\z", form);
        Assert.NotEqual(form, await hasher.HashAsync("tamarind ñ 7", Ct));
        Assert.Equal(new PasswordCheck(Matches: true, NeedsRehash: false), await hasher.VerifyAsync(form, "tamarind ñ 7", Ct));
        Assert.Equal(default, await hasher.VerifyAsync(form, "tamarind n 7", Ct));
    }

    [Fact]
    public async Task Without_Argon2_a_new_hash_is_Pbkdf2_that_matches_and_needs_no_rehash()
    {
        var fallback = new PasswordHasher(gate, avoidArgon2id: true);
        var form = await fallback.HashAsync("tamarind", Ct);

        Assert.Matches(@"^\$pbkdf2-sha512\$i=210000\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}\z", form);
        Assert.Equal(new PasswordCheck(Matches: true, NeedsRehash: false), await fallback.VerifyAsync(form, "tamarind", Ct));
        Assert.Equal(default, await fallback.VerifyAsync(form, "Tamarind", Ct));
        Assert.Equal("pbkdf2-sha512, 210000 rounds", fallback.NewHashes);
    }

    [Theory]
    [InlineData(StoredForms.Bcrypt2a)]
    [InlineData(StoredForms.Bcrypt2b)]
    [InlineData(StoredForms.Bcrypt2y)]
    [InlineData(StoredForms.WerkzeugScrypt)]
    [InlineData(StoredForms.WerkzeugSha256)]
    [InlineData(StoredForms.WerkzeugSha512)]
    [InlineData(StoredForms.WerkzeugSha1)]
    [InlineData(StoredForms.BetterAuth)]
    [InlineData(StoredForms.OurPbkdf2)]
    public async Task An_older_form_matches_its_password_only_and_asks_to_be_rehashed(string form)
    {
        Assert.Equal(new PasswordCheck(Matches: true, NeedsRehash: true), await hasher.VerifyAsync(form, StoredForms.Password, Ct));
        Assert.Equal(default, await hasher.VerifyAsync(form, StoredForms.Password + " ", Ct));
        Assert.Equal(default, await hasher.VerifyAsync(form, "", Ct));
        Assert.Equal(3, hasher.HashesDone);
    }

    [Theory]
    [InlineData(StoredForms.SmallArgon2id)]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc")]
    public async Task Argon2id_of_another_cost_matches_and_asks_to_be_rehashed(string form)
    {
        Assert.Equal(new PasswordCheck(Matches: true, NeedsRehash: true), await hasher.VerifyAsync(form, "password", Ct));
        Assert.Equal(default, await hasher.VerifyAsync(form, "passwore", Ct));
    }

    [Fact]
    public async Task The_fallback_asks_to_rehash_what_it_did_not_write()
    {
        var fallback = new PasswordHasher(gate, avoidArgon2id: true);
        var check = await fallback.VerifyAsync(await hasher.HashAsync("tamarind", Ct), "tamarind", Ct);
        Assert.Equal(new PasswordCheck(Matches: true, NeedsRehash: true), check);
    }

    [Fact]
    public async Task The_line_for_people_names_the_kind_of_new_hashes()
    {
        Assert.Equal("argon2id, 19456 KiB, 2 passes, 1 lane (libargon2.so.1)", hasher.NewHashes);
        Assert.Empty(PasswordHasher.CannotVerify);
        Assert.StartsWith("$argon2id$", await hasher.HashAsync("", Ct), StringComparison.Ordinal);
    }
}
