using Bodega.Accounts.Passwords;

namespace Bodega.Tests.Accounts.Passwords;

/// <summary>What each older kind does with passwords that are long, accented or odd.</summary>
public sealed class KindsOfPassword : IDisposable
{
    private const string BetterAuthLigature =
        "000102030405060708090a0b0c0d0e0f:eb060fc91aaa1dab033a7491ddc24f07ff7246bcf5591c8fb048c2da109eac43d32ee5154201bc9888e77bfaad2100f126e2a43b8be0b263fc2d8fc8ce313f34";

    private readonly PasswordHashGate gate = new();
    private readonly PasswordHasher hasher;

    public KindsOfPassword() => hasher = new PasswordHasher(gate);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => gate.Dispose();

    [Theory]
    [InlineData("\ufb01sh\u00e9 \u2460")]
    [InlineData("fishe\u0301 1")]
    public async Task Better_Auth_passwords_are_brought_to_NFKC(string password) =>
        Assert.True((await hasher.VerifyAsync(BetterAuthLigature, password, Ct)).Matches);

    [Theory]
    [InlineData("\ud800")]
    [InlineData("\ufffe")]
    public async Task Text_that_cannot_be_normalized_is_refused_after_one_hash(string password)
    {
        Assert.Equal(default, await hasher.VerifyAsync(BetterAuthLigature, password, Ct));
        Assert.Equal(1, hasher.HashesDone);
    }

    [Theory]
    [InlineData("contraseña", "$2b$04$abcdefghijklmnopqrstuuLaCIQape1Us.7uaTxuB2NJlnxhETgMe")]
    [InlineData("contraseña", "$2a$04$abcdefghijklmnopqrstuuLaCIQape1Us.7uaTxuB2NJlnxhETgMe")]
    [InlineData("", "$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq")]
    // The last character of the salt has two spare bits, set here.
    [InlineData("", "$2b$04$abcdefghijklmnopqrstuvbyCG3zY1GIXMyxfivm.ClDiInHzxjiq")]
    public async Task Bcrypt_reads_UTF8_and_ignores_spare_bits_of_the_salt(string password, string form) =>
        Assert.True((await hasher.VerifyAsync(form, password, Ct)).Matches);

    [Theory]
    [InlineData(72, true)]
    [InlineData(71, false)]
    [InlineData(76, true)]
    [InlineData(4000, true)]   // libxcrypt alone refuses over 512 bytes
    public async Task Bcrypt_reads_72_bytes(int length, bool matches)
    {
        const string form = "$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i";
        Assert.Equal(matches, (await hasher.VerifyAsync(form, new string('x', length), Ct)).Matches);
    }

    [Fact]
    public async Task Bcrypt_does_not_stop_at_a_zero_byte()
    {
        Assert.Equal(default, await hasher.VerifyAsync(StoredForms.Bcrypt2b, StoredForms.Password + "\0more", Ct));
        Assert.Equal(1, hasher.HashesDone);
    }

    [Fact]
    public void Scrypt_computes_the_vector_of_RFC_7914()
    {
        var key = new byte[64];
        Assert.True(ScryptLibrary.TryHash(new ScryptCost(16384, 8, 1), "pleaseletmein"u8, "SodiumChloride"u8, key));
        Assert.Equal(
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
            Convert.ToHexStringLower(key));
    }

    [Theory]
    [InlineData("", "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906", 16, 1, 1)]
    [InlineData("password", "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640", 1024, 8, 16)]
    public void Scrypt_computes_the_smaller_vectors_of_RFC_7914(string password, string expected, int n, int r, int p)
    {
        var key = new byte[64];
        byte[] salt = password.Length == 0 ? [] : "NaCl"u8.ToArray();
        Assert.True(ScryptLibrary.TryHash(new ScryptCost(n, r, p), System.Text.Encoding.UTF8.GetBytes(password), salt, key));
        Assert.Equal(expected, Convert.ToHexStringLower(key));
    }
}
