using Bodega.Accounts.Passwords;

namespace Bodega.Tests.Accounts.Passwords;

/// <summary>Whatever a table or an import may hold, the answer is no, after one hash and no more.</summary>
public sealed class HostileForms : IDisposable
{
    private const string Hex64 = "f9cb941c39434396b16e86df98952a77fd45d3cb51f9ee14b8716d87ebc75ab5";

    private readonly PasswordHashGate gate = new();
    private readonly PasswordHasher hasher;

    public HostileForms() => hasher = new PasswordHasher(gate);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => gate.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("$")]
    [InlineData("correct horse")]
    [InlineData("!")]
    [InlineData("$1$abcdefgh$ElbZPRMtbvWYGbuB3JzTW/")]
    [InlineData("$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=19$m=999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=19$m=65536,t=99,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=19$m=7,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=19$m=256,t=2,p=9$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/5")]   // stray bits
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ==$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29t ZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR")]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$")]
    [InlineData(StoredForms.SmallArgon2id + "\n")]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ")]
    [InlineData("$pbkdf2-sha512$i=9999999$AAECAwQFBgcICQoLDA0ODw$l4pqr0UVqxiWEnbGDBV//hzeVcB7ZgsFnr5Z+SZYIYg")]
    [InlineData("$pbkdf2-sha512$i=0$AAECAwQFBgcICQoLDA0ODw$l4pqr0UVqxiWEnbGDBV//hzeVcB7ZgsFnr5Z+SZYIYg")]
    [InlineData("$2b$16$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2")]
    [InlineData("$2b$31$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2")]
    [InlineData("$2b$03$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2")]
    [InlineData("$2x$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2")]
    [InlineData("$2b$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy")]
    [InlineData("$2b$05$abcdefghijklmnopqrstuu")]
    [InlineData("$2b$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy:")]
    [InlineData("scrypt:1048576:8:1$salt$" + Hex64 + Hex64)]
    [InlineData("scrypt:99999999:8:1$salt$" + Hex64 + Hex64)]
    [InlineData("scrypt:2147483648:8:1$salt$" + Hex64 + Hex64)]
    [InlineData("scrypt:32767:8:1$salt$" + Hex64 + Hex64)]
    [InlineData("scrypt:1:8:1$salt$" + Hex64 + Hex64)]
    [InlineData("scrypt:16384:8:99$salt$" + Hex64 + Hex64)]
    [InlineData("scrypt:16384:99:1$salt$" + Hex64 + Hex64)]
    [InlineData("scrypt:32768:8:1$salt$" + Hex64)]
    [InlineData("scrypt:32768:8:1$salt")]
    [InlineData("scrypt:32768:8:1$$" + Hex64 + Hex64)]
    [InlineData("pbkdf2:sha256:9000000$salt$" + Hex64)]
    [InlineData("pbkdf2:sha256:-1$salt$" + Hex64)]
    [InlineData("pbkdf2:md5:1000$salt$" + Hex64)]
    [InlineData("pbkdf2:sha512:1000$salt$" + Hex64)]
    [InlineData("pbkdf2:sha256:\u0661\u0660$salt$" + Hex64)]
    [InlineData("000102030405060708090a0b0c0d0e0f:" + Hex64)]
    [InlineData("000102030405060708090a0b0c0d0e0f:" + Hex64 + "zz" + Hex64)]
    [InlineData(":")]
    public async Task A_form_we_cannot_or_will_not_read_is_refused_after_one_hash(string? form)
    {
        Assert.Null(StoredPassword.Read(form));
        Assert.Equal(default, await hasher.VerifyAsync(form, StoredForms.Password, Ct));
        Assert.Equal(1, hasher.HashesDone);
    }

    [Fact]
    public async Task A_form_of_a_megabyte_is_not_even_looked_at()
    {
        Assert.Equal(default, await hasher.VerifyAsync(StoredForms.Bcrypt2b + new string('a', 1_000_000), StoredForms.Password, Ct));
        Assert.Equal(1, hasher.HashesDone);
    }

    [Theory]
    [InlineData(StoredForms.SmallArgon2id)]
    [InlineData(StoredForms.OurPbkdf2)]
    [InlineData(StoredForms.Bcrypt2b)]
    [InlineData(StoredForms.WerkzeugScrypt)]
    [InlineData(StoredForms.WerkzeugSha1)]
    [InlineData(StoredForms.BetterAuth)]
    public void A_form_cut_off_anywhere_does_not_match(string form)
    {
        Assert.NotNull(StoredPassword.Read(form));
        // A shorter tag of Argon2 may still be read; Argon2 then computes another one.
        for (var length = 0; length < form.Length; length++)
            Assert.NotEqual(true, StoredPassword.Read(form[..length])?.Matches("correct horse"u8));
    }
}
