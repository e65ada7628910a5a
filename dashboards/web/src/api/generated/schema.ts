/* Generated from /openapi.json by `npm run api-types`. Edits are lost; a unit test compares this file with the service. */

export interface Operations {
  /**
   * Whether the process lives
   */
  'GET /livez': {
    response: {
      alive: boolean
      version: string
      /**
       * RFC 3339 with offset
       */
      started_at: string
    }
  }
  /**
   * Whether readings are taken and kept; 503 with the reasons when not
   */
  'GET /readyz': {
    response: {
      ready: boolean
      reasons: string[]
      degraded: string[]
    }
  }
  /**
   * Prometheus text
   */
  'GET /metrics': {}
  /**
   * The tree of sites, buildings, floors and zones
   */
  'GET /api/v1/campus': {
    response: {
      id: string
      name: {
        en?: string
        'zh-Hans'?: string
        'zh-Hant'?: string
      }
      /**
       * IANA zone; days and months are local to it
       */
      timezone: string
      /**
       * month in which fiscal years begin
       */
      fiscal_start: number
      /**
       * its devices are simulated: no number is of a real campus
       */
      simulated: boolean
      location: {
        latitude: number
        longitude: number
      } | null
      sites: {
        id: string
        kind: string
        name: {
          en?: string
          'zh-Hans'?: string
          'zh-Hant'?: string
        }
        buildings: {
          id: string
          floors: {
            id: string
            zones: string[]
          }[]
        }[]
      }[]
      sources: {
        id: string
        preset: string
        topic: string | null
      }[]
    }
  }
  /**
   * Every point with its last value, age, quality and coverage
   */
  'GET /api/v1/points': {
    response: {
      points: {
        /**
         * id of a point; percent-encoded in addresses
         */
        id: string
        name: {
          en?: string
          'zh-Hans'?: string
          'zh-Hant'?: string
        }
        place: {
          site: string
          building: string | null
          floor: string | null
          zone: string | null
        }
        use: string | null
        medium: string | null
        role: string | null
        parent: string | null
        status: 'live' | 'commissioning'
        quantity: string
        unit: string
        kind: string
        interval_s: number | null
        /**
         * unit of values in files that name none
         */
        file_unit: string
        interval_months: number | null
        stamp: ('begin' | 'end') | null
        last: {
          /**
           * RFC 3339 with offset
           */
          time: string
          value: number
          quality: 'good' | 'suspect' | 'stale' | 'bad' | 'estimated'
          age_s: number
          stale: boolean
        } | null
        coverage: number | null
        coverage_detail: {
          /**
           * share of time, 0 to 1
           */
          measured: number
          /**
           * share of time, 0 to 1
           */
          bridged: number
          /**
           * share of time, 0 to 1
           */
          estimated: number
          /**
           * share of time, 0 to 1
           */
          missing: number
        } | null
        /**
         * older than this the last value is stale
         */
        stale_after_s: number
        devices: {
          source: string
          device: string
          field: string
          from: string | null
          to: string | null
          serial: string | null
          /**
           * CT x PT ratio that values of the meter are multiplied by
           */
          multiplier: number
        }[]
        /**
         * the terms of a computed point; left out for one that is read
         */
        of?: {
          /**
           * id of a point; percent-encoded in addresses
           */
          point: string
          times: number
        }[]
        findings: {
          code: string
          severity: 'info' | 'warning' | 'alarm'
          sentence: string
          evidence?: {
            [k: string]: string | number
          }
        }[]
      }[]
    }
  }
  /**
   * One point
   */
  'GET /api/v1/points/{id}': {
    response: {
      /**
       * id of a point; percent-encoded in addresses
       */
      id: string
      name: {
        en?: string
        'zh-Hans'?: string
        'zh-Hant'?: string
      }
      place: {
        site: string
        building: string | null
        floor: string | null
        zone: string | null
      }
      use: string | null
      medium: string | null
      role: string | null
      parent: string | null
      status: 'live' | 'commissioning'
      quantity: string
      unit: string
      kind: string
      interval_s: number | null
      /**
       * unit of values in files that name none
       */
      file_unit: string
      interval_months: number | null
      stamp: ('begin' | 'end') | null
      last: {
        /**
         * RFC 3339 with offset
         */
        time: string
        value: number
        quality: 'good' | 'suspect' | 'stale' | 'bad' | 'estimated'
        age_s: number
        stale: boolean
      } | null
      coverage: number | null
      coverage_detail: {
        /**
         * share of time, 0 to 1
         */
        measured: number
        /**
         * share of time, 0 to 1
         */
        bridged: number
        /**
         * share of time, 0 to 1
         */
        estimated: number
        /**
         * share of time, 0 to 1
         */
        missing: number
      } | null
      /**
       * older than this the last value is stale
       */
      stale_after_s: number
      devices: {
        source: string
        device: string
        field: string
        from: string | null
        to: string | null
        serial: string | null
        /**
         * CT x PT ratio that values of the meter are multiplied by
         */
        multiplier: number
      }[]
      /**
       * the terms of a computed point; left out for one that is read
       */
      of?: {
        /**
         * id of a point; percent-encoded in addresses
         */
        point: string
        times: number
      }[]
      findings: {
        code: string
        severity: 'info' | 'warning' | 'alarm'
        sentence: string
        evidence?: {
          [k: string]: string | number
        }
      }[]
    }
  }
  /**
   * Readings or buckets of a point
   */
  'GET /api/v1/points/{id}/series': {
    response: {
      /**
       * id of a point; percent-encoded in addresses
       */
      point: string
      quantity: string
      unit: string
      kind: string
      step: 'raw' | '15m' | '1h' | '1d' | '1M' | '1y'
      zone: string
      /**
       * RFC 3339 with offset
       */
      from: string
      /**
       * RFC 3339 with offset
       */
      to: string
      values: {
        /**
         * RFC 3339 with offset
         */
        time: string
        /**
         * RFC 3339 with offset
         */
        end: string
        value: number | null
        /**
         * share of time, 0 to 1
         */
        coverage: number
        /**
         * share of time, 0 to 1
         */
        bridged: number
        /**
         * share of time, 0 to 1
         */
        estimated: number
        /**
         * share of time, 0 to 1
         */
        missing: number
        min: number | null
        max: number | null
        n: number
        quality?: 'good' | 'suspect' | 'stale' | 'bad' | 'estimated'
        findings: string[]
      }[]
      findings: {
        code: string
        severity: 'info' | 'warning' | 'alarm'
        sentence: string
        evidence?: {
          [k: string]: string | number
        }
      }[]
    }
    query: {
      from?: string
      to?: string
      step?: 'raw' | '15m' | '1h' | '1d' | '1M' | '1y'
    }
  }
  /**
   * Buckets of a point as they stand: exact totals, coverage, the closing reading
   */
  'GET /api/v1/points/{id}/buckets': {
    response: {
      /**
       * id of a point; percent-encoded in addresses
       */
      point: string
      quantity: string
      unit: string
      base_unit: string
      base_per_unit: number
      step: '15m' | '1h' | '1d' | '1M' | '1y'
      /**
       * RFC 3339 with offset
       */
      from: string
      /**
       * RFC 3339 with offset
       */
      to: string
      buckets: {
        /**
         * RFC 3339 with offset
         */
        start: string
        /**
         * RFC 3339 with offset
         */
        end: string
        n: number
        total: number
        min: number | null
        max: number | null
        measured_ms: number
        coarse_ms: number
        bridged_ms: number
        estimated_ms: number
        closing: {
          /**
           * RFC 3339 with offset
           */
          time: string
          value: number
        } | null
        findings: string[]
        version: number
      }[]
    }
    query: {
      from?: string
      to?: string
      step?: '15m' | '1h' | '1d' | '1M' | '1y'
    }
  }
  /**
   * A point against its typical band: what like days had at that time of the clock, up to seven days ahead
   */
  'GET /api/v1/points/{id}/expected': {
    response: {
      /**
       * id of a point; percent-encoded in addresses
       */
      point: string
      quantity: string
      unit: string
      step: '15m' | '1h'
      zone: string
      /**
       * RFC 3339 with offset
       */
      from: string
      /**
       * RFC 3339 with offset
       */
      to: string
      /**
       * share of like values that the band is made for
       */
      share: number
      inside: {
        /**
         * share of time, 0 to 1
         */
        share: number
        values: number
      } | null
      peak: {
        /**
         * RFC 3339 with offset
         */
        time: string
        expected: number
        high: number
      } | null
      values: {
        /**
         * RFC 3339 with offset
         */
        time: string
        /**
         * RFC 3339 with offset
         */
        end: string
        value: number | null
        expected: number | null
        low: number | null
        high: number | null
      }[]
    }
    query: {
      from?: string
      to?: string
      step?: '15m' | '1h'
    }
  }
  /**
   * What a medium used over time, by place or use, in amounts, money or CO2
   */
  'GET /api/v1/usage': {
    response: {
      medium: string
      /**
       * kWh, m3, kgCO2 or a currency
       */
      unit: string
      measure: 'amount' | 'cost' | 'co2'
      zone: string
      step: '15m' | '1h' | '1d' | '1M'
      place: string | null
      by: 'none' | 'building' | 'floor' | 'zone' | 'use' | 'place-use' | 'meter'
      /**
       * one more than there are values
       *
       * Items: RFC 3339 with offset
       */
      edges: string[]
      total: {
        key: string
        /**
         * Items: id of a point; percent-encoded in addresses
         */
        points: string[]
        total: number | null
        coverage: number | null
        /**
         * share of time, 0 to 1
         */
        bridged: number
        /**
         * share of time, 0 to 1
         */
        estimated: number
        values: (number | null)[]
        /**
         * Items: share of time, 0 to 1
         */
        measured: number[]
      }
      groups: {
        key: string
        /**
         * Items: id of a point; percent-encoded in addresses
         */
        points: string[]
        total: number | null
        coverage: number | null
        /**
         * share of time, 0 to 1
         */
        bridged: number
        /**
         * share of time, 0 to 1
         */
        estimated: number
        values: (number | null)[]
        /**
         * Items: share of time, 0 to 1
         */
        measured: number[]
      }[]
      rest: {
        key: string
        /**
         * Items: id of a point; percent-encoded in addresses
         */
        points: string[]
        total: number | null
        coverage: number | null
        /**
         * share of time, 0 to 1
         */
        bridged: number
        /**
         * share of time, 0 to 1
         */
        estimated: number
        values: (number | null)[]
        /**
         * Items: share of time, 0 to 1
         */
        measured: number[]
      } | null
      /**
       * sites with amounts that no price or factor holds for
       */
      unpriced: string[]
    }
    query: {
      from?: string
      to?: string
      step?: '15m' | '1h' | '1d' | '1M'
      medium?: string
      place?: string
      by?: 'none' | 'building' | 'floor' | 'zone' | 'use' | 'place-use' | 'meter'
      measure?: 'amount' | 'cost' | 'co2'
    }
  }
  /**
   * Several points over the same spans
   */
  'GET /api/v1/series': {
    response: {
      zone: string
      step: '15m' | '1h' | '1d' | '1M'
      /**
       * one more than there are values
       *
       * Items: RFC 3339 with offset
       */
      edges: string[]
      series: {
        /**
         * id of a point; percent-encoded in addresses
         */
        point: string
        quantity: string
        unit: string
        kind: string
        values: (number | null)[]
        /**
         * Items: share of time, 0 to 1
         */
        measured: number[]
        /**
         * Items: share of time, 0 to 1
         */
        inferred: number[]
      }[]
    }
    query: {
      from?: string
      to?: string
      step?: '15m' | '1h' | '1d' | '1M'
      points: string
    }
  }
  /**
   * Power and water now and today, by building and use
   */
  'GET /api/v1/now': {
    response: {
      /**
       * RFC 3339 with offset
       */
      time: string
      zone: string
      media: {
        medium: 'electricity' | 'tap-water' | 'reclaimed-water'
        total: {
          key: string
          value: number | null
          unit: string
          /**
           * points that spoke lately
           */
          fresh: number
          /**
           * points the sum should stand on
           */
          points: number
        }
        by_building: {
          key: string
          value: number | null
          unit: string
          /**
           * points that spoke lately
           */
          fresh: number
          /**
           * points the sum should stand on
           */
          points: number
        }[]
        by_use: {
          key: string
          value: number | null
          unit: string
          /**
           * points that spoke lately
           */
          fresh: number
          /**
           * points the sum should stand on
           */
          points: number
        }[]
        today: {
          value: number | null
          unit: string
          coverage: number | null
        }
        yesterday_same_time: {
          value: number | null
          unit: string
          coverage: number | null
        }
      }[]
      points: {
        total: number
        fresh: number
        stale: number
        silent: number
      }
      coverage_today: number | null
    }
  }
  /**
   * The load curve of a local day
   */
  'GET /api/v1/curve': {
    response: {
      medium: 'electricity' | 'tap-water' | 'reclaimed-water'
      unit: string
      zone: string
      day: string
      step: '15m'
      values: {
        /**
         * RFC 3339 with offset
         */
        time: string
        value: number | null
        /**
         * share of time, 0 to 1
         */
        coverage: number
      }[]
    }
    query: {
      medium?: 'electricity' | 'tap-water' | 'reclaimed-water'
      day?: string
    }
  }
  /**
   * Entries: head count, area, waste, bills, targets, as they were recorded
   */
  'GET /api/v1/entries': {
    response: {
      entries: {
        id: string
        key: string
        site: string
        /**
         * local day, YYYY-MM-DD
         */
        from: string
        to: string | null
        value: number
        unit: string
        note: string | null
        reference: string | null
        attachment: string | null
        /**
         * of an instrument, tCO2e/MWh
         */
        factor?: number
        /**
         * of an instrument: the year its energy was made in
         */
        vintage?: string
        /**
         * of an instrument: the point whose hours tell when its energy was made
         */
        profile?: string
        /**
         * of a bill of gas: what its m3 are multiplied with
         */
        conversion_number?: number
        /**
         * of a bill of gas: temperature and pressure of its m3
         */
        conditions?: string
        author: string
        /**
         * RFC 3339 with offset
         */
        recorded_at: string
        /**
         * false: a later entry replaced it, or it was withdrawn
         */
        counts: boolean
        withdrawn: {
          author: string
          reason: string
          /**
           * RFC 3339 with offset
           */
          at: string
        } | null
      }[]
    }
  }
  /**
   * A new entry, or several at once: all or none; nothing is overwritten
   */
  'POST /api/v1/entries': {
    response:
      | {
          entry: {
            id: string
            key: string
            site: string
            /**
             * local day, YYYY-MM-DD
             */
            from: string
            to: string | null
            value: number
            unit: string
            note: string | null
            reference: string | null
            attachment: string | null
            /**
             * of an instrument, tCO2e/MWh
             */
            factor?: number
            /**
             * of an instrument: the year its energy was made in
             */
            vintage?: string
            /**
             * of an instrument: the point whose hours tell when its energy was made
             */
            profile?: string
            /**
             * of a bill of gas: what its m3 are multiplied with
             */
            conversion_number?: number
            /**
             * of a bill of gas: temperature and pressure of its m3
             */
            conditions?: string
            author: string
            /**
             * RFC 3339 with offset
             */
            recorded_at: string
            /**
             * false: a later entry replaced it, or it was withdrawn
             */
            counts: boolean
            withdrawn: {
              author: string
              reason: string
              /**
               * RFC 3339 with offset
               */
              at: string
            } | null
          }
          warnings: string[]
        }
      | {
          entries: {
            entry: {
              id: string
              key: string
              site: string
              /**
               * local day, YYYY-MM-DD
               */
              from: string
              to: string | null
              value: number
              unit: string
              note: string | null
              reference: string | null
              attachment: string | null
              /**
               * of an instrument, tCO2e/MWh
               */
              factor?: number
              /**
               * of an instrument: the year its energy was made in
               */
              vintage?: string
              /**
               * of an instrument: the point whose hours tell when its energy was made
               */
              profile?: string
              /**
               * of a bill of gas: what its m3 are multiplied with
               */
              conversion_number?: number
              /**
               * of a bill of gas: temperature and pressure of its m3
               */
              conditions?: string
              author: string
              /**
               * RFC 3339 with offset
               */
              recorded_at: string
              /**
               * false: a later entry replaced it, or it was withdrawn
               */
              counts: boolean
              withdrawn: {
                author: string
                reason: string
                /**
                 * RFC 3339 with offset
                 */
                at: string
              } | null
            }
            warnings: string[]
          }[]
        }
    body:
      | {
          key: string
          site?: string | null
          value: number
          from: string
          to?: string | null
          note?: string | null
          reference?: string | null
          attachment?: string | null
          factor?: number | null
          vintage?: string | null
          profile?: string | null
          conversion_number?: number | null
          conditions?: string | null
        }
      | {
          key: string
          site?: string | null
          value: number
          from: string
          to?: string | null
          note?: string | null
          reference?: string | null
          attachment?: string | null
          factor?: number | null
          vintage?: string | null
          profile?: string | null
          conversion_number?: number | null
          conditions?: string | null
        }[]
  }
  /**
   * Takes an entry out; it stays in the list with who and why, and what it had replaced counts again
   */
  'POST /api/v1/entries/{id}/withdraw': {
    response: {
      entry: {
        id: string
        key: string
        site: string
        /**
         * local day, YYYY-MM-DD
         */
        from: string
        to: string | null
        value: number
        unit: string
        note: string | null
        reference: string | null
        attachment: string | null
        /**
         * of an instrument, tCO2e/MWh
         */
        factor?: number
        /**
         * of an instrument: the year its energy was made in
         */
        vintage?: string
        /**
         * of an instrument: the point whose hours tell when its energy was made
         */
        profile?: string
        /**
         * of a bill of gas: what its m3 are multiplied with
         */
        conversion_number?: number
        /**
         * of a bill of gas: temperature and pressure of its m3
         */
        conditions?: string
        author: string
        /**
         * RFC 3339 with offset
         */
        recorded_at: string
        /**
         * false: a later entry replaced it, or it was withdrawn
         */
        counts: boolean
        withdrawn: {
          author: string
          reason: string
          /**
           * RFC 3339 with offset
           */
          at: string
        } | null
      }
    }
    body: {
      reason: string
    }
  }
  /**
   * Entries: head count, area, waste, bills, targets, as they were recorded
   */
  'GET /api/v1/facts': {
    response: {
      facts: {
        id: string
        key: string
        site: string
        /**
         * local day, YYYY-MM-DD
         */
        from: string
        to: string | null
        value: number
        unit: string
        note: string | null
        reference: string | null
        attachment: string | null
        /**
         * of an instrument, tCO2e/MWh
         */
        factor?: number
        /**
         * of an instrument: the year its energy was made in
         */
        vintage?: string
        /**
         * of an instrument: the point whose hours tell when its energy was made
         */
        profile?: string
        /**
         * of a bill of gas: what its m3 are multiplied with
         */
        conversion_number?: number
        /**
         * of a bill of gas: temperature and pressure of its m3
         */
        conditions?: string
        author: string
        /**
         * RFC 3339 with offset
         */
        recorded_at: string
        /**
         * false: a later entry replaced it, or it was withdrawn
         */
        counts: boolean
        withdrawn: {
          author: string
          reason: string
          /**
           * RFC 3339 with offset
           */
          at: string
        } | null
      }[]
    }
  }
  /**
   * A new entry, or several at once: all or none; nothing is overwritten
   */
  'POST /api/v1/facts': {
    response:
      | {
          fact: {
            id: string
            key: string
            site: string
            /**
             * local day, YYYY-MM-DD
             */
            from: string
            to: string | null
            value: number
            unit: string
            note: string | null
            reference: string | null
            attachment: string | null
            /**
             * of an instrument, tCO2e/MWh
             */
            factor?: number
            /**
             * of an instrument: the year its energy was made in
             */
            vintage?: string
            /**
             * of an instrument: the point whose hours tell when its energy was made
             */
            profile?: string
            /**
             * of a bill of gas: what its m3 are multiplied with
             */
            conversion_number?: number
            /**
             * of a bill of gas: temperature and pressure of its m3
             */
            conditions?: string
            author: string
            /**
             * RFC 3339 with offset
             */
            recorded_at: string
            /**
             * false: a later entry replaced it, or it was withdrawn
             */
            counts: boolean
            withdrawn: {
              author: string
              reason: string
              /**
               * RFC 3339 with offset
               */
              at: string
            } | null
          }
          warnings: string[]
        }
      | {
          facts: {
            fact: {
              id: string
              key: string
              site: string
              /**
               * local day, YYYY-MM-DD
               */
              from: string
              to: string | null
              value: number
              unit: string
              note: string | null
              reference: string | null
              attachment: string | null
              /**
               * of an instrument, tCO2e/MWh
               */
              factor?: number
              /**
               * of an instrument: the year its energy was made in
               */
              vintage?: string
              /**
               * of an instrument: the point whose hours tell when its energy was made
               */
              profile?: string
              /**
               * of a bill of gas: what its m3 are multiplied with
               */
              conversion_number?: number
              /**
               * of a bill of gas: temperature and pressure of its m3
               */
              conditions?: string
              author: string
              /**
               * RFC 3339 with offset
               */
              recorded_at: string
              /**
               * false: a later entry replaced it, or it was withdrawn
               */
              counts: boolean
              withdrawn: {
                author: string
                reason: string
                /**
                 * RFC 3339 with offset
                 */
                at: string
              } | null
            }
            warnings: string[]
          }[]
        }
    body:
      | {
          key: string
          site?: string | null
          value: number
          from: string
          to?: string | null
          note?: string | null
          reference?: string | null
          attachment?: string | null
          factor?: number | null
          vintage?: string | null
          profile?: string | null
          conversion_number?: number | null
          conditions?: string | null
        }
      | {
          key: string
          site?: string | null
          value: number
          from: string
          to?: string | null
          note?: string | null
          reference?: string | null
          attachment?: string | null
          factor?: number | null
          vintage?: string | null
          profile?: string | null
          conversion_number?: number | null
          conditions?: string | null
        }[]
  }
  /**
   * Takes an entry out; it stays in the list with who and why, and what it had replaced counts again
   */
  'POST /api/v1/facts/{id}/withdraw': {
    response: {
      fact: {
        id: string
        key: string
        site: string
        /**
         * local day, YYYY-MM-DD
         */
        from: string
        to: string | null
        value: number
        unit: string
        note: string | null
        reference: string | null
        attachment: string | null
        /**
         * of an instrument, tCO2e/MWh
         */
        factor?: number
        /**
         * of an instrument: the year its energy was made in
         */
        vintage?: string
        /**
         * of an instrument: the point whose hours tell when its energy was made
         */
        profile?: string
        /**
         * of a bill of gas: what its m3 are multiplied with
         */
        conversion_number?: number
        /**
         * of a bill of gas: temperature and pressure of its m3
         */
        conditions?: string
        author: string
        /**
         * RFC 3339 with offset
         */
        recorded_at: string
        /**
         * false: a later entry replaced it, or it was withdrawn
         */
        counts: boolean
        withdrawn: {
          author: string
          reason: string
          /**
           * RFC 3339 with offset
           */
          at: string
        } | null
      }
    }
    body: {
      reason: string
    }
  }
  /**
   * Factor rows of a set, with where they come from
   */
  'GET /api/v1/factors': {
    response: {
      set: string
      factors: {
        id: string
        kind: string
        set: string
        region: string | null
        value: number
        unit: string
        from: string | null
        to: string | null
        publisher: string
        document: string
        note: string
        /**
         * of a calorific value per m3: temperature and pressure
         */
        conditions?: string
        /**
         * table or page of the document
         */
        page?: string
        /**
         * date of the document, or a part of it
         */
        published?: string
        /**
         * the day on which the number was read
         */
        accessed?: string
        /**
         * of a grid factor: CO2 alone, or CO2e
         */
        gases?: string
        /**
         * project-baseline, lower-bound: what it must be read with
         */
        caution?: string
        verified: boolean
        recorded_at: string | null
        withdrawn: {
          author: string
          reason: string
          /**
           * RFC 3339 with offset
           */
          at: string
        } | null
      }[]
      /**
       * rows that were looked for and are not shipped
       */
      not_found: {
        kind: string
        region: string | null
        from: string | null
        to: string | null
        publisher: string
        document: string
        /**
         * why there is no row, and where it was looked for
         */
        why: string
        /**
         * the latest earlier row stands in
         */
        stand_in: boolean
      }[]
    }
    query: {
      set?: string
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
      all?: 'true' | 'false'
    }
  }
  /**
   * A factor row of one’s own; it comes before the shipped ones
   */
  'POST /api/v1/factors': {
    response: {
      factor: {
        id: string
        kind: string
        set: string
        region: string | null
        value: number
        unit: string
        from: string | null
        to: string | null
        publisher: string
        document: string
        note: string
        /**
         * of a calorific value per m3: temperature and pressure
         */
        conditions?: string
        /**
         * table or page of the document
         */
        page?: string
        /**
         * date of the document, or a part of it
         */
        published?: string
        /**
         * the day on which the number was read
         */
        accessed?: string
        /**
         * of a grid factor: CO2 alone, or CO2e
         */
        gases?: string
        /**
         * project-baseline, lower-bound: what it must be read with
         */
        caution?: string
        verified: boolean
        recorded_at: string | null
        withdrawn: {
          author: string
          reason: string
          /**
           * RFC 3339 with offset
           */
          at: string
        } | null
      }
    }
    body: {
      kind: string
      value: number
      region?: string | null
      set?: string
      from?: string | null
      to?: string | null
      publisher: string
      document: string
      note?: string
      conditions?: string | null
    }
  }
  /**
   * Takes a recorded row out; shipped rows stay
   */
  'POST /api/v1/factors/{id}/withdraw': {
    response: {
      factor: {
        id: string
        kind: string
        set: string
        region: string | null
        value: number
        unit: string
        from: string | null
        to: string | null
        publisher: string
        document: string
        note: string
        /**
         * of a calorific value per m3: temperature and pressure
         */
        conditions?: string
        /**
         * table or page of the document
         */
        page?: string
        /**
         * date of the document, or a part of it
         */
        published?: string
        /**
         * the day on which the number was read
         */
        accessed?: string
        /**
         * of a grid factor: CO2 alone, or CO2e
         */
        gases?: string
        /**
         * project-baseline, lower-bound: what it must be read with
         */
        caution?: string
        verified: boolean
        recorded_at: string | null
        withdrawn: {
          author: string
          reason: string
          /**
           * RFC 3339 with offset
           */
          at: string
        } | null
      }
    }
    body: {
      reason: string
    }
  }
  /**
   * Which figures of a period a row would move; nothing is written
   */
  'POST /api/v1/factors/preview': {
    response: {
      moved: {
        id: string
        boundary: string
        unit: string
        before: number | null
        after: number | null
      }[]
    }
    body: {
      kind: string
      value: number
      region?: string | null
      set?: string
      from?: string | null
      to?: string | null
      publisher: string
      document: string
      note?: string
      conditions?: string | null
      period: string
    }
  }
  /**
   * Every figure of a period
   */
  'GET /api/v1/figures': {
    response: {
      period: string
      revision: number
      zone: string
      /**
       * RFC 3339 with offset
       */
      from: string
      /**
       * RFC 3339 with offset
       */
      to: string
      /**
       * the period is not over
       */
      to_date: boolean
      factor_set: string
      boundary: string | null
      language: string
      figures: {
        id: string
        /**
         * in the language of the request
         */
        name: string
        boundary: string
        value: number | null
        unit: string
        published: string | null
        coverage: number | null
        /**
         * share of time, 0 to 1
         */
        estimated: number
        interval90: number | null
        method: string
        factors: string[]
        findings: {
          code: string
          sentence: string
        }[]
        /**
         * Items: why there is no value
         */
        missing: string[]
      }[]
      comparison: {
        prior: {
          period: string
          figures: {
            id: string
            boundary: string
            value: number | null
            now: number | null
            unit: string
            change_percent: number | null
            withheld: string | null
            /**
             * Items: sites that were not there then, left out on both sides
             */
            without: string[]
            notes: string[]
          }[]
        }
        base: {
          period: string
          figures: {
            id: string
            boundary: string
            value: number | null
            now: number | null
            unit: string
            change_percent: number | null
            withheld: string | null
            /**
             * Items: sites that were not there then, left out on both sides
             */
            without: string[]
            notes: string[]
          }[]
        } | null
        base_note: string | null
      }
      carriers: {
        id: string
        name: string
        form: string
        boundary: string
        amount: number | null
        unit: string
        energy_mwh: number | null
        standard_coal_t: number | null
        ghg_t: number | null
        /**
         * share of time, 0 to 1
         */
        coverage: number
      }[]
      completeness: {
        source: string
        name: string
        /**
         * included, not-occurring, not-estimated or elsewhere
         */
        status: string
        status_name: string
        why: string
        sites: string[]
        /**
         * Items: sites of the boundary that have nothing of it
         */
        without: string[]
      }[]
      disclosure: {
        framework: string
        line: string
        title: string
        figures: {
          id: string
          name: string
          boundary: string
          value: number | null
          unit: string
          published: string | null
        }[]
      }[]
      targets: {
        entry: string
        id: string
        boundary: string
        from: string
        to: string | null
        target: number
        /**
         * what of the target falls to the period
         */
        due: number
        value: number | null
        unit: string
        distance: number | null
        distance_percent: number | null
        met: boolean | null
        notes: string[]
      }[]
      /**
       * what to look at before this is signed
       */
      doubts: {
        code: string
        sentence: string
      }[]
      statement: {
        period: string
        revision: number
        /**
         * SHA-256 of the report document in canonical JSON, hex
         */
        hash: string
        algorithm: string
        /**
         * RFC 3339 with offset
         */
        closed_at: string
        closed_by: string
        prepared_by: string[]
        reason: string | null
        /**
         * Items: what spoke against closing when it was forced
         */
        objections: string[]
        code_version: string
        rollup_version: number
        /**
         * the evidence file: its path on the machine of the service, in a report its name
         */
        evidence: string
        /**
         * SHA-256 of that file, hex
         */
        evidence_hash: string
        /**
         * newest event of the audit when it was closed
         */
        audit?: {
          sequence: number
          hash: string
        }
        /**
         * of a period of several months: its closed months, and where their sum is not its figure
         */
        parts?: {
          closed: {
            period: string
            revision: number
            hash: string
          }[]
          open: string[]
          differences: {
            figure: string
            boundary: string
            unit: string
            whole: number
            /**
             * of the closed months
             */
            sum: number
          }[]
        }
      } | null
    }
    query: {
      period: string
      boundary?: string
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * A figure down to meters, registers, factor rows and entries
   */
  'GET /api/v1/figures/{id}/explain': {
    response: {
      figure: {
        id: string
        /**
         * in the language of the request
         */
        name: string
        boundary: string
        value: number | null
        unit: string
        published: string | null
        coverage: number | null
        /**
         * share of time, 0 to 1
         */
        estimated: number
        interval90: number | null
        method: string
        factors: string[]
        findings: {
          code: string
          sentence: string
        }[]
        /**
         * Items: why there is no value
         */
        missing: string[]
      }
      period: string
      zone: string
      formula: string
      meters: {
        point: string
        unit: string
        total: number
        /**
         * share of time, 0 to 1
         */
        coverage: number
        months: {
          month: string
          value: number
          /**
           * share of time, 0 to 1
           */
          coverage: number
        }[]
        first: {
          /**
           * RFC 3339 with offset
           */
          time: string
          index: number
        } | null
        last: {
          /**
           * RFC 3339 with offset
           */
          time: string
          index: number
        } | null
        /**
         * share of the total that interpolation over a gap across an end of the period assigned to it
         */
        estimated: number
        edge_split: number | null
        restarts: number | null
        /**
         * values in the period that others replaced at the same time
         */
        replaced?: {
          point: string
          /**
           * RFC 3339 with offset
           */
          time: string
          old: number
          new: number
        }[]
        /**
         * the terms of a computed point, each followed by its own
         */
        of?: {
          /**
           * the computed point that this is a term of
           */
          in: string
          point: string
          times: number
          unit: string
          total: number | null
          first: {
            /**
             * RFC 3339 with offset
             */
            time: string
            index: number
          } | null
          last: {
            /**
             * RFC 3339 with offset
             */
            time: string
            index: number
          } | null
        }[]
      }[]
      loads: {
        measure: string
        energy: string
        power: string
        month: string
        /**
         * W at full output
         */
        watts: number
        /**
         * the month it was measured in, or rated
         */
        watts_from: string
        baseline_hours: number
        /**
         * kWh = watts x baseline_hours / 1000
         */
        counterfactual: number
        /**
         * kWh
         */
        metered: number
        /**
         * kWh = counterfactual - metered
         */
        saving: number
        /**
         * share of time, 0 to 1
         */
        coverage: number
      }[]
      factors: {
        id: string
        value: number
        unit: string
      }[]
      entries: {
        id: string
        key: string
        value: number
        share: number
      }[]
      /**
       * @deprecated
       * the former name of entries
       */
      facts: {
        id: string
        key: string
        value: number
        share: number
      }[]
      prices: {
        tariff: string
        /**
         * of the price within the row; demand and fixed are its other parts
         */
        name: string
        value: number
        unit: string
        from: string | null
        to: string | null
        sites: string[] | null
        months: number[] | null
        days: string[] | null
        hours: string[] | null
        source: string
      }[]
      /**
       * a tree: leaves meter (point, span), entry (value x share), factor, price, constant, given; nodes sum, product (of) and quotient (over, under). Computed, it is the figure
       */
      calculation: {
        [k: string]: unknown
      }
      code_version: string
    }
    query: {
      period: string
      boundary?: string
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * Forms of frameworks that a report is written in: the `template` of its CSV and XLSX
   */
  'GET /api/v1/report-templates': {
    response: {
      templates: {
        id: string
        name: string
        edition: string
      }[]
    }
    query: {
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * The report of a period as JSON
   */
  'GET /api/v1/reports/{period}.json': {
    query: {
      boundary?: string
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
      revision?: number
    }
  }
  /**
   * The figures of a period as CSV, prior and base year beside, or the form of a framework
   */
  'GET /api/v1/reports/{period}.csv': {
    query: {
      boundary?: string
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
      revision?: number
      template?: 'hkex' | 'gri' | 'ghg-protocol' | 'esrs' | 'portfolio-manager' | 'public-institutions'
    }
  }
  /**
   * The report of a period as a document without language, in the canonical form that the hash of a draft covers
   */
  'GET /api/v1/reports/{period}/document': {
    query: {
      boundary?: string
      revision?: number
    }
  }
  /**
   * The report of a period as a workbook (Office Open XML) of ten sheets, or the form of a framework
   */
  'GET /api/v1/reports/{period}.xlsx': {
    query: {
      boundary?: string
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
      revision?: number
      template?: 'hkex' | 'gri' | 'ghg-protocol' | 'esrs' | 'portfolio-manager' | 'public-institutions'
    }
  }
  /**
   * The report of a period as PDF: with charts where the machine of the service has Chromium, as plain tables else
   */
  'GET /api/v1/reports/{period}.pdf': {
    query: {
      boundary?: string
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
      revision?: number
    }
  }
  /**
   * What each measure saved, with its interval
   */
  'GET /api/v1/savings': {
    response: {
      period: string
      zone: string
      /**
       * RFC 3339 with offset
       */
      from: string
      /**
       * RFC 3339 with offset
       */
      to: string
      boundary: string | null
      unit: 'kWh'
      language: string
      measures: {
        id: string
        name: {
          en?: string
          'zh-Hans'?: string
          'zh-Hant'?: string
        }
        system: string | null
        period: string
        unit: 'kWh'
        /**
         * schedule, or the time it was learned from
         */
        baseline: string
        control_from: string | null
        saving: number | null
        counterfactual: number | null
        metered: number | null
        avoided_hours: number | null
        interval90: number | null
        meter_only: number | null
        /**
         * share of time, 0 to 1
         */
        coverage: number
        avoided_tco2e: number | null
        loads: {
          energy: string
          power: string
          baseline_hash: string | null
          saving: number | null
          counterfactual: number | null
          metered: number | null
          avoided_hours: number | null
          interval90: number | null
          meter_only: number | null
          /**
           * share of time, 0 to 1
           */
          coverage: number
          months: {
            month: string
            /**
             * RFC 3339 with offset
             */
            from: string
            /**
             * RFC 3339 with offset
             */
            to: string
            saving: number | null
            counterfactual: number | null
            metered: number | null
            avoided_hours: number | null
            interval90: number | null
            meter_only: number | null
            /**
             * share of time, 0 to 1
             */
            coverage: number
            baseline_hours: number | null
            power: {
              /**
               * W at full output
               */
              watts: number
              source: 'measured' | 'rated'
              window: string | null
              /**
               * hours of which it is the median
               */
              hours: number
              scatter: number | null
              /**
               * steady hours in which the load ran, at full output or below it
               */
              running: number
            } | null
            reason_code: string | null
            reason: string | null
          }[]
          findings: {
            code: string
            sentence: string
          }[]
        }[]
        months: {
          month: string
          saving: number | null
          counterfactual: number | null
          metered: number | null
          avoided_hours: number | null
          interval90: number | null
          meter_only: number | null
          /**
           * share of time, 0 to 1
           */
          coverage: number
        }[]
        interaction: {
          /**
           * kWh of cooling saved besides
           */
          cooling: number
          season: string
          cop: number
          /**
           * share of time, 0 to 1
           */
          share: number
        } | null
        findings: {
          code: string
          sentence: string
        }[]
        /**
         * Items: why nothing is claimed
         */
        missing: string[]
      }[]
      total: {
        saving: number | null
        counterfactual: number | null
        metered: number | null
        avoided_hours: number | null
        interval90: number | null
        meter_only: number | null
        /**
         * share of time, 0 to 1
         */
        coverage: number
        avoided_tco2e: number | null
      }
      /**
       * a row for each site with measures
       */
      site_checks: {
        site: string
        measures: string[]
        from: string | null
        to: string | null
        claimed: number | null
        claimed_interval90: number | null
        building: number | null
        building_interval90: number | null
        verdict: 'inside' | 'outside' | 'unchecked'
        reason_code: string | null
        reason: string | null
      }[]
      /**
       * Items: why there is nothing to show
       */
      missing: string[]
    }
    query: {
      period: string
      boundary?: string
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * One measure: baseline, metered, what it saved up to each month with its interval, findings
   */
  'GET /api/v1/savings/{measure}': {
    response: {
      id: string
      name: {
        en?: string
        'zh-Hans'?: string
        'zh-Hant'?: string
      }
      system: string | null
      period: string
      unit: 'kWh'
      /**
       * schedule, or the time it was learned from
       */
      baseline: string
      control_from: string | null
      saving: number | null
      counterfactual: number | null
      metered: number | null
      avoided_hours: number | null
      interval90: number | null
      meter_only: number | null
      /**
       * share of time, 0 to 1
       */
      coverage: number
      avoided_tco2e: number | null
      loads: {
        energy: string
        power: string
        baseline_hash: string | null
        saving: number | null
        counterfactual: number | null
        metered: number | null
        avoided_hours: number | null
        interval90: number | null
        meter_only: number | null
        /**
         * share of time, 0 to 1
         */
        coverage: number
        months: {
          month: string
          /**
           * RFC 3339 with offset
           */
          from: string
          /**
           * RFC 3339 with offset
           */
          to: string
          saving: number | null
          counterfactual: number | null
          metered: number | null
          avoided_hours: number | null
          interval90: number | null
          meter_only: number | null
          /**
           * share of time, 0 to 1
           */
          coverage: number
          baseline_hours: number | null
          power: {
            /**
             * W at full output
             */
            watts: number
            source: 'measured' | 'rated'
            window: string | null
            /**
             * hours of which it is the median
             */
            hours: number
            scatter: number | null
            /**
             * steady hours in which the load ran, at full output or below it
             */
            running: number
          } | null
          reason_code: string | null
          reason: string | null
        }[]
        findings: {
          code: string
          sentence: string
        }[]
      }[]
      months: {
        month: string
        saving: number | null
        counterfactual: number | null
        metered: number | null
        avoided_hours: number | null
        interval90: number | null
        meter_only: number | null
        /**
         * share of time, 0 to 1
         */
        coverage: number
      }[]
      interaction: {
        /**
         * kWh of cooling saved besides
         */
        cooling: number
        season: string
        cop: number
        /**
         * share of time, 0 to 1
         */
        share: number
      } | null
      findings: {
        code: string
        sentence: string
      }[]
      /**
       * Items: why nothing is claimed
       */
      missing: string[]
      zone: string
      language: string
      /**
       * from the begin of the period to the end of each month
       */
      cumulative: {
        month: string
        saving: number | null
        counterfactual: number | null
        metered: number | null
        avoided_hours: number | null
        interval90: number | null
        meter_only: number | null
        /**
         * share of time, 0 to 1
         */
        coverage: number
      }[]
      profile: {
        /**
         * Items: mean share of full output, 0..1, of each quarter hour of a local day
         */
        workday: number[]
        /**
         * Items: mean share of full output, 0..1, of each quarter hour of a local day
         */
        weekend: number[]
        /**
         * Items: mean share of full output, 0..1, of each quarter hour of a local day
         */
        holiday: number[]
      } | null
    }
    query: {
      period: string
      boundary?: string
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * Frozen baselines of a measure, whether their data moved since, and what they superseded
   */
  'GET /api/v1/savings/{measure}/baselines': {
    response: {
      measure: string
      baselines: {
        /**
         * register of the load
         */
        load: string
        /**
         * RFC 3339 with offset
         */
        from: string
        /**
         * RFC 3339 with offset
         */
        to: string
        frozen: {
          /**
           * SHA-256 of the data that it was learned from
           */
          hash: string
          /**
           * W at full output before control
           */
          full_output: number
          /**
           * RFC 3339 with offset
           */
          frozen_at: string
        } | null
        moved: boolean | null
        /**
         * oldest first
         */
        superseded: {
          /**
           * SHA-256 of the data that it was learned from
           */
          hash: string
          /**
           * W at full output before control
           */
          full_output: number
          /**
           * RFC 3339 with offset
           */
          frozen_at: string
          /**
           * RFC 3339 with offset
           */
          superseded_at: string
          by: string
          reason: string
        }[]
      }[]
    }
  }
  /**
   * Learns frozen baselines again from the data as they are now; the old ones are kept with who and why
   */
  'POST /api/v1/savings/{measure}/baselines': {
    response: {
      measure: string
      baselines: {
        /**
         * register of the load
         */
        load: string
        /**
         * RFC 3339 with offset
         */
        from: string
        /**
         * RFC 3339 with offset
         */
        to: string
        frozen: {
          /**
           * SHA-256 of the data that it was learned from
           */
          hash: string
          /**
           * W at full output before control
           */
          full_output: number
          /**
           * RFC 3339 with offset
           */
          frozen_at: string
        } | null
        moved: boolean | null
        /**
         * oldest first
         */
        superseded: {
          /**
           * SHA-256 of the data that it was learned from
           */
          hash: string
          /**
           * W at full output before control
           */
          full_output: number
          /**
           * RFC 3339 with offset
           */
          frozen_at: string
          /**
           * RFC 3339 with offset
           */
          superseded_at: string
          by: string
          reason: string
        }[]
      }[]
    }
    body: {
      /**
       * why, in the words of who asks
       */
      reason: string
      /**
       * id of a point; percent-encoded in addresses
       */
      load?: string
      /**
       * of sentences; default en
       */
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * Scope 2 by the hour: what instruments cover in the hours of use, beside the totals of the period
   */
  'GET /api/v1/scope2': {
    response: {
      period: string
      /**
       * MWh; electricity of the sites
       */
      used: number
      hourly: {
        /**
         * MWh; that instruments cover
         */
        matched: number
        /**
         * MWh; that none covers
         */
        residual: number
        share: number | null
        /**
         * tCO2e: instruments at their own factor, the rest at the residual mix or the grid average
         */
        carbon: number
      }
      annual: {
        /**
         * MWh; that instruments cover
         */
        matched: number
        /**
         * MWh; that none covers
         */
        residual: number
        share: number | null
        /**
         * tCO2e: instruments at their own factor, the rest at the residual mix or the grid average
         */
        carbon: number
      }
      instruments: {
        id: string
        /**
         * MWh; used in the same hour
         */
        matched: number
        /**
         * MWh; left over
         */
        unused: number
      }[]
      spread: {
        /**
         * MWh; of sites without hours of their own, in the shape of all that is metered
         */
        used: number
        /**
         * MWh; of instruments without a profile, evenly over their days
         */
        instruments: number
      }
      sites: string[]
      /**
       * Items: sites whose electricity is not known
       */
      without: string[]
      grids_without_factor: string[]
      faults: {
        code: string
        ids: string[]
        /**
         * vintage, or reference
         */
        detail: string
      }[]
    }
    query: {
      period: string
    }
  }
  /**
   * A year with its end: amounts beside their cost and target, and where they come out with a 90 % band
   */
  'GET /api/v1/outlook': {
    response: {
      year: string
      months: number
      /**
       * months that are over
       */
      over: number
      figures: {
        id: string
        name: string
        boundary: string
        unit: string
        digits: number
        cost_of: string | null
        target: number | null
        known: number | null
        forecast: number | null
        low: number | null
        high: number | null
        method: string | null
      }[]
    }
    query: {
      period: string
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * Closed periods, every revision, newest first
   */
  'GET /api/v1/statements': {
    response: {
      statements: {
        period: string
        revision: number
        /**
         * SHA-256 of the report document in canonical JSON, hex
         */
        hash: string
        algorithm: string
        /**
         * RFC 3339 with offset
         */
        closed_at: string
        closed_by: string
        prepared_by: string[]
        reason: string | null
        /**
         * Items: what spoke against closing when it was forced
         */
        objections: string[]
        code_version: string
        rollup_version: number
        /**
         * the evidence file: its path on the machine of the service, in a report its name
         */
        evidence: string
        /**
         * SHA-256 of that file, hex
         */
        evidence_hash: string
        /**
         * newest event of the audit when it was closed
         */
        audit?: {
          sequence: number
          hash: string
        }
        /**
         * of a period of several months: its closed months, and where their sum is not its figure
         */
        parts?: {
          closed: {
            period: string
            revision: number
            hash: string
          }[]
          open: string[]
          differences: {
            figure: string
            boundary: string
            unit: string
            whole: number
            /**
             * of the closed months
             */
            sum: number
          }[]
        }
      }[]
    }
  }
  /**
   * Close a period: its report, inputs and evidence are kept as revision 1
   */
  'POST /api/v1/statements': {
    response: {
      period: string
      revision: number
      /**
       * SHA-256 of the report document in canonical JSON, hex
       */
      hash: string
      algorithm: string
      /**
       * RFC 3339 with offset
       */
      closed_at: string
      closed_by: string
      prepared_by: string[]
      reason: string | null
      /**
       * Items: what spoke against closing when it was forced
       */
      objections: string[]
      code_version: string
      rollup_version: number
      /**
       * the evidence file: its path on the machine of the service, in a report its name
       */
      evidence: string
      /**
       * SHA-256 of that file, hex
       */
      evidence_hash: string
      /**
       * newest event of the audit when it was closed
       */
      audit?: {
        sequence: number
        hash: string
      }
      /**
       * of a period of several months: its closed months, and where their sum is not its figure
       */
      parts?: {
        closed: {
          period: string
          revision: number
          hash: string
        }[]
        open: string[]
        differences: {
          figure: string
          boundary: string
          unit: string
          whole: number
          /**
           * of the closed months
           */
          sum: number
        }[]
      }
      /**
       * fingerprint of the key that signed the evidence: SHA-256 of the public key, hex
       */
      key: string
    }
    body: {
      /**
       * 2026, 2026-H1, 2026-Q1, 2026-03, 2026-W12, FY2026 or 2026-04/2027-03
       */
      period: string
      force?: boolean
      reason?: string
    }
  }
  /**
   * The evidence file of a closed period, a ZIP archive that `campus verify` checks
   */
  'GET /api/v1/statements/{period}/evidence': {
    query: {
      revision?: number
    }
  }
  /**
   * What would change a closed period today: old, new, cause and the meters behind it
   */
  'GET /api/v1/restatements': {
    response: {
      period: string
      /**
       * in force
       */
      revision: number
      pending: {
        /**
         * the same for figures that are accepted together
         */
        id: string
        figure: string
        /**
         * of the figure, in the language of the request
         */
        name: string
        boundary: string
        unit: string
        old: number | null
        new: number | null
        /**
         * whether the published digits change
         */
        published: boolean
        cause: string
        causes: ('readings' | 'entries' | 'factors' | 'claims' | 'algorithm')[]
        points: string[]
        entries: string[]
        factors: string[]
      }[]
      rejected: {
        by: string
        /**
         * RFC 3339 with offset
         */
        at: string
        reason: string
      } | null
    }
    query: {
      period: string
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * Accept what is pending: the next revision of the statement, with the reason
   */
  'POST /api/v1/restatements': {
    response: {
      period: string
      revision: number
      /**
       * SHA-256 of the report document in canonical JSON, hex
       */
      hash: string
      algorithm: string
      /**
       * RFC 3339 with offset
       */
      closed_at: string
      closed_by: string
      prepared_by: string[]
      reason: string | null
      /**
       * Items: what spoke against closing when it was forced
       */
      objections: string[]
      code_version: string
      rollup_version: number
      /**
       * the evidence file: its path on the machine of the service, in a report its name
       */
      evidence: string
      /**
       * SHA-256 of that file, hex
       */
      evidence_hash: string
      /**
       * newest event of the audit when it was closed
       */
      audit?: {
        sequence: number
        hash: string
      }
      /**
       * of a period of several months: its closed months, and where their sum is not its figure
       */
      parts?: {
        closed: {
          period: string
          revision: number
          hash: string
        }[]
        open: string[]
        differences: {
          figure: string
          boundary: string
          unit: string
          whole: number
          /**
           * of the closed months
           */
          sum: number
        }[]
      }
      /**
       * fingerprint of the key that signed the evidence: SHA-256 of the public key, hex
       */
      key: string
    }
    body: {
      id: string
      reason: string
    }
  }
  /**
   * The close calendar: what each period waits for, and whose it is
   */
  'GET /api/v1/closing': {
    response: {
      periods: {
        period: string
        over: boolean
        state: 'open' | 'submitted' | 'closed' | 'restated'
        revision: number | null
        submitted_by: string | null
        missing: {
          /**
           * readings, entry, months, submission, signature
           */
          what: string
          /**
           * role whose work it is: operator, preparer, approver
           */
          whose: string
          /**
           * meters below the coverage that is asked for
           */
          points: {
            point: string
            role: string
            /**
             * share of time, 0 to 1
             */
            coverage: number
          }[]
          key: string | null
          site: string | null
          days: number | null
          author: string | null
          periods: string[]
        }[]
      }[]
    }
  }
  /**
   * What to look at before a period is signed: coverage, contradictions, who prepared it
   */
  'GET /api/v1/closing/{period}': {
    response: {
      period: string
      /**
       * RFC 3339 with offset
       */
      from: string
      /**
       * RFC 3339 with offset
       */
      to: string
      over: boolean
      state: 'open' | 'submitted' | 'closed' | 'restated'
      revision: number | null
      hash: string
      prepared_by: string[]
      submission: {
        by: string
        /**
         * RFC 3339 with offset
         */
        at: string
        hash: string
        note: string | null
        /**
         * the figures are others than those that were submitted
         */
        changed: boolean
      } | null
      returned: {
        by: string
        /**
         * RFC 3339 with offset
         */
        at: string
        reason: string
      } | null
      coverage: {
        /**
         * share of time, 0 to 1
         */
        least: number
        /**
         * share of time, 0 to 1
         */
        limit: number
        meters: {
          point: string
          role: string
          /**
           * share of time, 0 to 1
           */
          coverage: number
        }[]
        figures: {
          id: string
          name: string
          boundary: string
          coverage: number | null
        }[]
      }
      /**
       * a line a cause
       */
      findings: {
        theme: 'sums' | 'shares' | 'boundaries' | 'factors' | 'estimates' | 'bills' | 'jumps' | 'coverage' | 'meters' | 'completeness'
        code: string
        sentence: string
        figures: string[]
        details: string[]
      }[]
      /**
       * Items: figures of which the campus has nothing
       */
      irrelevant: string[]
      parts: {
        closed: {
          period: string
          revision: number
          hash: string
        }[]
        open: string[]
        differences: {
          figure: string
          boundary: string
          unit: string
          whole: number
          /**
           * of the closed months
           */
          sum: number
        }[]
      } | null
    }
    query: {
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * Submit the figures of a period that is over to the approver
   */
  'POST /api/v1/closing/{period}/submission': {
    response: {
      period: string
      /**
       * RFC 3339 with offset
       */
      from: string
      /**
       * RFC 3339 with offset
       */
      to: string
      over: boolean
      state: 'open' | 'submitted' | 'closed' | 'restated'
      revision: number | null
      hash: string
      prepared_by: string[]
      submission: {
        by: string
        /**
         * RFC 3339 with offset
         */
        at: string
        hash: string
        note: string | null
        /**
         * the figures are others than those that were submitted
         */
        changed: boolean
      } | null
      returned: {
        by: string
        /**
         * RFC 3339 with offset
         */
        at: string
        reason: string
      } | null
      coverage: {
        /**
         * share of time, 0 to 1
         */
        least: number
        /**
         * share of time, 0 to 1
         */
        limit: number
        meters: {
          point: string
          role: string
          /**
           * share of time, 0 to 1
           */
          coverage: number
        }[]
        figures: {
          id: string
          name: string
          boundary: string
          coverage: number | null
        }[]
      }
      /**
       * a line a cause
       */
      findings: {
        theme: 'sums' | 'shares' | 'boundaries' | 'factors' | 'estimates' | 'bills' | 'jumps' | 'coverage' | 'meters' | 'completeness'
        code: string
        sentence: string
        figures: string[]
        details: string[]
      }[]
      /**
       * Items: figures of which the campus has nothing
       */
      irrelevant: string[]
      parts: {
        closed: {
          period: string
          revision: number
          hash: string
        }[]
        open: string[]
        differences: {
          figure: string
          boundary: string
          unit: string
          whole: number
          /**
           * of the closed months
           */
          sum: number
        }[]
      } | null
    }
    body: {
      note?: string
    }
    query: {
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * Hand a submitted period back to its preparer, with the reason
   */
  'POST /api/v1/closing/{period}/return': {
    response: {
      period: string
      /**
       * RFC 3339 with offset
       */
      from: string
      /**
       * RFC 3339 with offset
       */
      to: string
      over: boolean
      state: 'open' | 'submitted' | 'closed' | 'restated'
      revision: number | null
      hash: string
      prepared_by: string[]
      submission: {
        by: string
        /**
         * RFC 3339 with offset
         */
        at: string
        hash: string
        note: string | null
        /**
         * the figures are others than those that were submitted
         */
        changed: boolean
      } | null
      returned: {
        by: string
        /**
         * RFC 3339 with offset
         */
        at: string
        reason: string
      } | null
      coverage: {
        /**
         * share of time, 0 to 1
         */
        least: number
        /**
         * share of time, 0 to 1
         */
        limit: number
        meters: {
          point: string
          role: string
          /**
           * share of time, 0 to 1
           */
          coverage: number
        }[]
        figures: {
          id: string
          name: string
          boundary: string
          coverage: number | null
        }[]
      }
      /**
       * a line a cause
       */
      findings: {
        theme: 'sums' | 'shares' | 'boundaries' | 'factors' | 'estimates' | 'bills' | 'jumps' | 'coverage' | 'meters' | 'completeness'
        code: string
        sentence: string
        figures: string[]
        details: string[]
      }[]
      /**
       * Items: figures of which the campus has nothing
       */
      irrelevant: string[]
      parts: {
        closed: {
          period: string
          revision: number
          hash: string
        }[]
        open: string[]
        differences: {
          figure: string
          boundary: string
          unit: string
          whole: number
          /**
           * of the closed months
           */
          sum: number
        }[]
      } | null
    }
    body: {
      reason: string
    }
    query: {
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * Leave a closed period as it is although a restatement is pending, with the reason
   */
  'POST /api/v1/restatements/rejection': {
    response: {
      period: string
      /**
       * in force
       */
      revision: number
      pending: {
        /**
         * the same for figures that are accepted together
         */
        id: string
        figure: string
        /**
         * of the figure, in the language of the request
         */
        name: string
        boundary: string
        unit: string
        old: number | null
        new: number | null
        /**
         * whether the published digits change
         */
        published: boolean
        cause: string
        causes: ('readings' | 'entries' | 'factors' | 'claims' | 'algorithm')[]
        points: string[]
        entries: string[]
        factors: string[]
      }[]
      rejected: {
        by: string
        /**
         * RFC 3339 with offset
         */
        at: string
        reason: string
      } | null
    }
    body: {
      id: string
      reason: string
    }
  }
  /**
   * Corrections of stored values, newest first; an undone one says so
   */
  'GET /api/v1/corrections': {
    response: {
      corrections: {
        id: string
        point: string
        /**
         * RFC 3339 with offset
         */
        from: string
        /**
         * RFC 3339 with offset
         */
        to: string
        effect: string
        reason: string
        author: string
        /**
         * RFC 3339 with offset
         */
        recorded_at: string
        withdrawn: {
          author: string
          reason: string
          /**
           * RFC 3339 with offset
           */
          at: string
        } | null
      }[]
    }
  }
  /**
   * Correct stored values over a span: scale, exclude, register value, estimate
   */
  'POST /api/v1/corrections': {
    response: {
      correction: {
        id: string
        point: string
        /**
         * RFC 3339 with offset
         */
        from: string
        /**
         * RFC 3339 with offset
         */
        to: string
        effect: string
        reason: string
        author: string
        /**
         * RFC 3339 with offset
         */
        recorded_at: string
        withdrawn: {
          author: string
          reason: string
          /**
           * RFC 3339 with offset
           */
          at: string
        } | null
      }
      moves: {
        figure: string
        boundary: string
        period: string
        unit: string
        old: number | null
        new: number | null
      }[]
    }
    body: {
      /**
       * id of a point; percent-encoded in addresses
       */
      point: string
      /**
       * RFC 3339, or a local date or time of the campus
       */
      from?: string
      /**
       * RFC 3339, or a local date or time of the campus
       */
      to?: string
      effect:
        | {
            kind: 'scale'
            factor: number
          }
        | {
            kind: 'exclude'
          }
        | {
            kind: 'register'
            /**
             * RFC 3339, or a local date or time of the campus
             */
            at: string
            /**
             * in the unit of the point
             */
            value: number
          }
        | {
            kind: 'estimate'
            method: 'flat' | 'like-days' | 'sister'
            sister?: string | null
          }
      reason: string
    }
  }
  /**
   * Which figures a correction would move, and by how much; nothing is written
   */
  'POST /api/v1/corrections/preview': {
    response: {
      moves: {
        figure: string
        boundary: string
        period: string
        unit: string
        old: number | null
        new: number | null
      }[]
    }
    body: {
      /**
       * id of a point; percent-encoded in addresses
       */
      point: string
      /**
       * RFC 3339, or a local date or time of the campus
       */
      from?: string
      /**
       * RFC 3339, or a local date or time of the campus
       */
      to?: string
      effect:
        | {
            kind: 'scale'
            factor: number
          }
        | {
            kind: 'exclude'
          }
        | {
            kind: 'register'
            /**
             * RFC 3339, or a local date or time of the campus
             */
            at: string
            /**
             * in the unit of the point
             */
            value: number
          }
        | {
            kind: 'estimate'
            method: 'flat' | 'like-days' | 'sister'
            sister?: string | null
          }
    }
  }
  /**
   * Undo a correction: what the meter sent counts again
   */
  'POST /api/v1/corrections/{id}/undo': {
    response: {
      correction: {
        id: string
        point: string
        /**
         * RFC 3339 with offset
         */
        from: string
        /**
         * RFC 3339 with offset
         */
        to: string
        effect: string
        reason: string
        author: string
        /**
         * RFC 3339 with offset
         */
        recorded_at: string
        withdrawn: {
          author: string
          reason: string
          /**
           * RFC 3339 with offset
           */
          at: string
        } | null
      }
      moves: {
        figure: string
        boundary: string
        period: string
        unit: string
        old: number | null
        new: number | null
      }[]
    }
    body: {
      reason: string
    }
  }
  /**
   * Draft reports, made by themselves when a period is over
   */
  'GET /api/v1/reports': {
    response: {
      /**
       * newest period first
       */
      reports: {
        period: string
        /**
         * waiting: it is due, and why says what it waits for
         */
        state: 'draft' | 'waiting'
        revision: number | null
        created: string | null
        hash: string | null
        coverage: number | null
        coverage_low: boolean
        figures: {
          valued: number
          all: number
        } | null
        missing: {
          id: string
          boundary: string
          reasons: string[]
        }[]
        why: string | null
      }[]
      /**
       * the next one that is made by itself
       */
      next: {
        period: string
        /**
         * RFC 3339 with offset
         */
        at: string
      }
      /**
       * share of time, 0 to 1
       */
      coverage_below: number
    }
  }
  /**
   * The draft of a period that is over, as it comes to now; the same figures are the same revision
   */
  'POST /api/v1/reports/{period}/draft': {
    response: {
      period: string
      /**
       * waiting: it is due, and why says what it waits for
       */
      state: 'draft' | 'waiting'
      revision: number | null
      created: string | null
      hash: string | null
      coverage: number | null
      coverage_low: boolean
      figures: {
        valued: number
        all: number
      } | null
      missing: {
        id: string
        boundary: string
        reasons: string[]
      }[]
      why: string | null
    }
  }
  /**
   * Messages that never reached us, by the count of the broker and by the seq of devices
   */
  'GET /api/v1/losses': {
    response: {
      broker: {
        messages: number
        first: string | null
        last: string | null
        /**
         * its own count since it started
         */
        counter: number
      } | null
      /**
       * missing by the seq of the devices since the start
       */
      devices: {
        source: string
        device: string
        messages: number
        first: string | null
        last: string | null
        /**
         * between which messages that came
         */
        spans: {
          messages: number
          /**
           * RFC 3339 with offset
           */
          from: string
          /**
           * RFC 3339 with offset
           */
          to: string
        }[]
      }[]
    }
  }
  /**
   * What was sent to whom, and what became of it; the last hundred
   */
  'GET /api/v1/notices': {
    response: {
      notices: {
        id: string
        kind: string
        title: string
        channel: 'webhook' | 'mail' | 'dingtalk' | 'wecom' | 'feishu' | 'slack' | 'teams'
        state: 'waiting' | 'delivered' | 'lost'
        attempts: number
        /**
         * RFC 3339 with offset
         */
        queued: string
        tried: string | null
        next: string | null
        reason: string | null
      }[]
    }
  }
  /**
   * What somebody has to look at, newest first; all that ever were are kept
   */
  'GET /api/v1/alarms': {
    response: {
      alarms: {
        id: string
        code: string
        /**
         * what it is about: a year, a period, a point, a device; empty when there is only one
         */
        subject: string
        severity: 'warning' | 'alarm'
        sentence: string
        evidence: {
          [k: string]: string | number
        }
        /**
         * open until its cause is gone
         */
        state: 'open' | 'cleared'
        /**
         * pending: its hold-off runs
         */
        phase: 'pending' | 'firing' | 'acknowledged' | 'resolved'
        rule: string | null
        since: string | null
        points: string[]
        /**
         * RFC 3339 with offset
         */
        raised: string
        cleared: string | null
        acknowledged: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          note: string | null
        } | null
        owner: string | null
        comments: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          text: string
        }[]
        muted: {
          by: string
          /**
           * RFC 3339 with offset
           */
          until: string
          reason: string | null
        } | null
        escalated: string | null
        folded_into: string | null
      }[]
    }
    query: {
      state?: 'open' | 'cleared' | 'pending' | 'firing' | 'acknowledged' | 'resolved'
    }
  }
  /**
   * Acknowledge an alarm; the first acknowledgement stays
   */
  'POST /api/v1/alarms/{id}/acknowledge': {
    response: {
      alarm: {
        id: string
        code: string
        /**
         * what it is about: a year, a period, a point, a device; empty when there is only one
         */
        subject: string
        severity: 'warning' | 'alarm'
        sentence: string
        evidence: {
          [k: string]: string | number
        }
        /**
         * open until its cause is gone
         */
        state: 'open' | 'cleared'
        /**
         * pending: its hold-off runs
         */
        phase: 'pending' | 'firing' | 'acknowledged' | 'resolved'
        rule: string | null
        since: string | null
        points: string[]
        /**
         * RFC 3339 with offset
         */
        raised: string
        cleared: string | null
        acknowledged: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          note: string | null
        } | null
        owner: string | null
        comments: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          text: string
        }[]
        muted: {
          by: string
          /**
           * RFC 3339 with offset
           */
          until: string
          reason: string | null
        } | null
        escalated: string | null
        folded_into: string | null
      }
    }
    body: {
      note?: string | null
    }
  }
  /**
   * Comment on an alarm
   */
  'POST /api/v1/alarms/{id}/comment': {
    response: {
      alarm: {
        id: string
        code: string
        /**
         * what it is about: a year, a period, a point, a device; empty when there is only one
         */
        subject: string
        severity: 'warning' | 'alarm'
        sentence: string
        evidence: {
          [k: string]: string | number
        }
        /**
         * open until its cause is gone
         */
        state: 'open' | 'cleared'
        /**
         * pending: its hold-off runs
         */
        phase: 'pending' | 'firing' | 'acknowledged' | 'resolved'
        rule: string | null
        since: string | null
        points: string[]
        /**
         * RFC 3339 with offset
         */
        raised: string
        cleared: string | null
        acknowledged: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          note: string | null
        } | null
        owner: string | null
        comments: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          text: string
        }[]
        muted: {
          by: string
          /**
           * RFC 3339 with offset
           */
          until: string
          reason: string | null
        } | null
        escalated: string | null
        folded_into: string | null
      }
    }
    body: {
      text: string
    }
  }
  /**
   * Name who looks after an alarm; null: nobody
   */
  'POST /api/v1/alarms/{id}/owner': {
    response: {
      alarm: {
        id: string
        code: string
        /**
         * what it is about: a year, a period, a point, a device; empty when there is only one
         */
        subject: string
        severity: 'warning' | 'alarm'
        sentence: string
        evidence: {
          [k: string]: string | number
        }
        /**
         * open until its cause is gone
         */
        state: 'open' | 'cleared'
        /**
         * pending: its hold-off runs
         */
        phase: 'pending' | 'firing' | 'acknowledged' | 'resolved'
        rule: string | null
        since: string | null
        points: string[]
        /**
         * RFC 3339 with offset
         */
        raised: string
        cleared: string | null
        acknowledged: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          note: string | null
        } | null
        owner: string | null
        comments: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          text: string
        }[]
        muted: {
          by: string
          /**
           * RFC 3339 with offset
           */
          until: string
          reason: string | null
        } | null
        escalated: string | null
        folded_into: string | null
      }
    }
    body: {
      owner: string | null
    }
  }
  /**
   * Send no notices about an alarm until a time; null ends that
   */
  'POST /api/v1/alarms/{id}/mute': {
    response: {
      alarm: {
        id: string
        code: string
        /**
         * what it is about: a year, a period, a point, a device; empty when there is only one
         */
        subject: string
        severity: 'warning' | 'alarm'
        sentence: string
        evidence: {
          [k: string]: string | number
        }
        /**
         * open until its cause is gone
         */
        state: 'open' | 'cleared'
        /**
         * pending: its hold-off runs
         */
        phase: 'pending' | 'firing' | 'acknowledged' | 'resolved'
        rule: string | null
        since: string | null
        points: string[]
        /**
         * RFC 3339 with offset
         */
        raised: string
        cleared: string | null
        acknowledged: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          note: string | null
        } | null
        owner: string | null
        comments: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          text: string
        }[]
        muted: {
          by: string
          /**
           * RFC 3339 with offset
           */
          until: string
          reason: string | null
        } | null
        escalated: string | null
        folded_into: string | null
      }
    }
    body: {
      until: string | null
      reason?: string | null
    }
  }
  /**
   * Alarm rules in force with their limits, and maintenance windows
   */
  'GET /api/v1/alarm-rules': {
    response: {
      rules: {
        id: string
        kind: string
        text: string
        points: string[] | null
        limits: {
          name: string
          value: number | null
          min: number
          max: number
          unit: string
          text: string
        }[]
        /**
         * hold-off
         */
        for_s: number
        escalate_after_s: number | null
        severity: 'warning' | 'alarm'
        enabled: boolean
        shipped: boolean
        judged: string | null
        changed: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          reason: string
        } | null
      }[]
      maintenance: {
        points: string[]
        /**
         * RFC 3339 with offset
         */
        from: string
        /**
         * RFC 3339 with offset
         */
        to: string
        reason: string
      }[]
    }
  }
  /**
   * Switch an alarm rule on or off, or change its limits; the campus file stays as it is
   */
  'POST /api/v1/alarm-rules/{id}': {
    response: {
      rule: {
        id: string
        kind: string
        text: string
        points: string[] | null
        limits: {
          name: string
          value: number | null
          min: number
          max: number
          unit: string
          text: string
        }[]
        /**
         * hold-off
         */
        for_s: number
        escalate_after_s: number | null
        severity: 'warning' | 'alarm'
        enabled: boolean
        shipped: boolean
        judged: string | null
        changed: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          reason: string
        } | null
      }
    }
    body: {
      enabled?: boolean
      limits?: {
        [k: string]: number
      }
      reason: string
    }
  }
  /**
   * What was wasted in a week, biggest first: kWh, money and what to do; ten, or all
   */
  'GET /api/v1/findings': {
    response: {
      from: string
      to: string
      computed: string[]
      findings: {
        id: string
        rule: string
        subject: string
        site: string
        resource: 'electricity' | 'heat' | 'water' | 'none'
        unit: ('kWh' | 'm3') | null
        amount: number
        /**
         * lower edge of the 90 % band
         */
        low: number
        high: number
        money: number | null
        currency: string | null
        co2_kg: number | null
        minutes: number
        days: string[]
        points: string[]
        /**
         * address on the page
         */
        evidence: string
        status: 'open' | 'planned' | 'done' | 'dismissed'
        status_since: string | null
        owner: string | null
        comments: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          text: string
        }[]
        verified: {
          /**
           * days since it was done, at most 28
           */
          days: number
          /**
           * mean of a day
           */
          before: number
          after: number
          low: number
          high: number
          verdict: 'better' | 'not-better' | 'early'
        } | null
      }[]
      total: number
      /**
       * rules that are not judged, with what they lack
       */
      silent: {
        rule: string
        missing: string[]
      }[]
    }
    query: {
      to?: string
      all?: 'true' | 'false'
    }
  }
  /**
   * Status, owner or comment of a finding; what is done is held against the four weeks before
   */
  'POST /api/v1/findings/{id}': {
    response: {
      finding: {
        id: string
        rule: string
        subject: string
        site: string
        resource: 'electricity' | 'heat' | 'water' | 'none'
        unit: ('kWh' | 'm3') | null
        amount: number
        /**
         * lower edge of the 90 % band
         */
        low: number
        high: number
        money: number | null
        currency: string | null
        co2_kg: number | null
        minutes: number
        days: string[]
        points: string[]
        /**
         * address on the page
         */
        evidence: string
        status: 'open' | 'planned' | 'done' | 'dismissed'
        status_since: string | null
        owner: string | null
        comments: {
          by: string
          /**
           * RFC 3339 with offset
           */
          at: string
          text: string
        }[]
        verified: {
          /**
           * days since it was done, at most 28
           */
          days: number
          /**
           * mean of a day
           */
          before: number
          after: number
          low: number
          high: number
          verdict: 'better' | 'not-better' | 'early'
        } | null
      }
    }
    body:
      | {
          status: 'open' | 'planned' | 'done' | 'dismissed'
          note?: string | null
        }
      | {
          owner: string | null
        }
      | {
          comment: string
        }
  }
  /**
   * What runs, what is wanted, and why
   */
  'GET /api/v1/control/actuators': {
    response: {
      actuators: {
        id: string
        /**
         * switch, level, setpoint or mode
         */
        kind: string
        unit: ('%' | 'Cel') | null
        /**
         * false: proposals are logged, nothing is sent
         */
        live: boolean
        never: boolean
        wanted: (string | number) | null
        policy: string | null
        reason: string
        /**
         * the reason as a word
         */
        reason_code: string
        /**
         * values of the sentence; a value may be a reason itself (code, values) or a list of them; durations are ms
         */
        reason_values: {
          [k: string]: unknown
        }
        /**
         * proposals that the decision outweighed, in the order of the policies
         */
        suppressed: {
          policy: string
          /**
           * on, off, a level in %, a set-point in Cel, or the word of a mode
           */
          value: string | number
          reason: string
          /**
           * the reason as a word
           */
          reason_code: string
          /**
           * values of the sentence; a value may be a reason itself (code, values) or a list of them; durations are ms
           */
          reason_values: {
            [k: string]: unknown
          }
        }[]
        actual: (string | number) | null
        command: {
          id: string
          /**
           * on, off, a level in %, a set-point in Cel, or the word of a mode
           */
          value: string | number
          /**
           * proposed, sent, confirmed, refused or expired
           */
          state: string
          sent_at: string | null
        } | null
        waiting: string | null
        waiting_code: string | null
        manual_until: string | null
        override: {
          id: string
          actuator: string
          /**
           * on, off, a level in %, a set-point in Cel, or the word of a mode
           */
          value: string | number
          /**
           * RFC 3339 with offset
           */
          at: string
          /**
           * RFC 3339 with offset
           */
          until: string
          reason: string
          principal: string
        } | null
        fail_safe: {
          by: string
          after_s: number | null
        }
      }[]
      stopped: {
        /**
         * RFC 3339 with offset
         */
        at: string
        by: string
        reason: string
      } | null
    }
    query: {
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * Policies in the order in which they decide
   */
  'GET /api/v1/control/policies': {
    response: {
      policies: {
        id: string
        kind: string
        class: string
        actuators: string[]
        season: string | null
        days: string[] | null
      }[]
    }
  }
  /**
   * What will happen, and why
   */
  'GET /api/v1/control/preview': {
    response: {
      /**
       * closed-open spans without gaps for each actuator; `by presence` where people decide
       */
      timeline: {
        actuator: string
        unit: ('%' | 'Cel') | null
        /**
         * RFC 3339 with offset
         */
        from: string
        /**
         * RFC 3339 with offset
         */
        to: string
        value: (string | number) | null
        policy: string | null
        reason: string
        /**
         * the reason as a word
         */
        reason_code: string
        /**
         * values of the sentence; a value may be a reason itself (code, values) or a list of them; durations are ms
         */
        reason_values: {
          [k: string]: unknown
        }
      }[]
    }
    query: {
      from?: string
      days?: number
      actuator?: string
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * Proposals, commands, confirmations, overrides
   */
  'GET /api/v1/control/log': {
    response: {
      /**
       * oldest first
       */
      entries: {
        /**
         * RFC 3339 with offset
         */
        at: string
        /**
         * * for all
         */
        actuator: string
        unit: ('%' | 'Cel') | null
        kind: string
        value: (string | number) | null
        policy: string | null
        reason: string
        /**
         * the reason as a word
         */
        reason_code: string
        /**
         * values of the sentence; a value may be a reason itself (code, values) or a list of them; durations are ms
         */
        reason_values: {
          [k: string]: unknown
        }
        principal: string
        /**
         * proposals that the decision outweighed, in the order of the policies
         */
        suppressed: {
          policy: string
          /**
           * on, off, a level in %, a set-point in Cel, or the word of a mode
           */
          value: string | number
          reason: string
          /**
           * the reason as a word
           */
          reason_code: string
          /**
           * values of the sentence; a value may be a reason itself (code, values) or a list of them; durations are ms
           */
          reason_values: {
            [k: string]: unknown
          }
        }[]
      }[]
    }
    query: {
      from?: string
      to?: string
      actuator?: string
      limit?: number
      lang?: 'en' | 'zh-Hans' | 'zh-Hant'
    }
  }
  /**
   * Overrides in force
   */
  'GET /api/v1/control/overrides': {
    response: {
      overrides: {
        id: string
        actuator: string
        /**
         * on, off, a level in %, a set-point in Cel, or the word of a mode
         */
        value: string | number
        /**
         * RFC 3339 with offset
         */
        at: string
        /**
         * RFC 3339 with offset
         */
        until: string
        reason: string
        principal: string
      }[]
    }
  }
  /**
   * Override an actuator until a time
   */
  'POST /api/v1/control/overrides': {
    response: {
      id: string
      actuator: string
      /**
       * on, off, a level in %, a set-point in Cel, or the word of a mode
       */
      value: string | number
      /**
       * RFC 3339 with offset
       */
      at: string
      /**
       * RFC 3339 with offset
       */
      until: string
      reason: string
      principal: string
    }
    body: {
      /**
       * id of a point; percent-encoded in addresses
       */
      actuator: string
      value: string | number | boolean
      /**
       * when it ends, RFC 3339
       */
      until: string
      /**
       * why, in the words of who asks
       */
      reason: string
    }
  }
  /**
   * End an override
   */
  'DELETE /api/v1/control/overrides/{id}': {
    response: {
      id: string
      actuator: string
      /**
       * on, off, a level in %, a set-point in Cel, or the word of a mode
       */
      value: string | number
      /**
       * RFC 3339 with offset
       */
      at: string
      /**
       * RFC 3339 with offset
       */
      until: string
      reason: string
      principal: string
    }
  }
  /**
   * Stop control: nothing is sent until it is resumed
   */
  'POST /api/v1/control/stop-all': {
    response: {
      stopped: {
        /**
         * RFC 3339 with offset
         */
        at: string
        by: string
        reason: string
      } | null
    }
    body: {
      /**
       * why, in the words of who asks
       */
      reason?: string
    } | null
  }
  /**
   * Let control go on
   */
  'POST /api/v1/control/resume': {
    response: {
      stopped: {
        /**
         * RFC 3339 with offset
         */
        at: string
        by: string
        reason: string
      } | null
    }
    body: {
      /**
       * why, in the words of who asks
       */
      reason?: string
    } | null
  }
  /**
   * Live readings as server-sent events
   */
  'GET /api/v1/live': {}
  /**
   * Messages that were refused, newest first
   */
  'GET /api/v1/dead-letters': {
    response: {
      total: number
      /**
       * oldest ones that had to make room
       */
      evicted: number
      items: {
        id: string
        /**
         * RFC 3339 with offset
         */
        at: string
        reason: string
        detail: string
        topic: string
        bytes: number
      }[]
    }
    query: {
      reason?: string
      topic?: string
      limit?: number
      before?: string
    }
  }
  /**
   * One refused message with its payload
   */
  'GET /api/v1/dead-letters/{id}': {
    response: {
      id: string
      /**
       * RFC 3339 with offset
       */
      at: string
      reason: string
      detail: string
      topic: string
      bytes: number
      payload: string
      encoding: 'utf8' | 'base64'
      retain: boolean
      /**
       * RFC 3339 with offset
       */
      received_at: string
    }
  }
  /**
   * Put messages back to be read again, after a fix
   */
  'POST /api/v1/dead-letters/replay': {
    response: {
      replayed: number
    }
    body: {
      ids: 'all' | string[]
      reason?: string
    }
  }
  /**
   * Throw refused messages away
   */
  'POST /api/v1/dead-letters/drop': {
    response: {
      dropped: number
    }
    body: {
      ids: 'all' | string[]
      reason?: string
    }
  }
  /**
   * Fields that devices send and no point asks for, and topics that no source listens to
   */
  'GET /api/v1/discoveries': {
    response: {
      discoveries: {
        source: string
        device: string
        field: string
        count: number
        /**
         * RFC 3339 with offset
         */
        first_seen: string
        /**
         * RFC 3339 with offset
         */
        last_seen: string
        last_value: string
        suggestion: {
          quantity: string
          unit: string
          kind: string
          confidence: 'high' | 'medium' | 'low'
          /**
           * the reasons as one English sentence
           */
          because: string
          reasons: {
            code:
              | 'source'
              | 'preset'
              | 'home-assistant'
              | 'description-unit'
              | 'name-and-unit'
              | 'name-alone'
              | 'other-unit'
              | 'steps'
              | 'kelvin'
              | 'rise'
              | 'large-register'
              | 'large-power'
              | 'small-power'
            values: {
              [k: string]: string | number
            }
          }[]
        } | null
      }[]
      topics: {
        template: string
        count: number
        /**
         * RFC 3339 with offset
         */
        first_seen: string
        /**
         * RFC 3339 with offset
         */
        last_seen: string
        sample: {
          topic: string
          payload: string
          base64: string | null
          bytes: number
        }
      }[]
    }
  }
  /**
   * Devices that serve points, with what is known of each
   */
  'GET /api/v1/devices': {
    response: {
      devices: {
        source: string
        device: string
        make: string
        last_seen: string | null
        online: boolean | null
        signal: number | null
        battery: number | null
        points: {
          /**
           * id of a point; percent-encoded in addresses
           */
          id: string
          name: {
            en?: string
            'zh-Hans'?: string
            'zh-Hant'?: string
          }
          place: {
            site: string
            building: string | null
            floor: string | null
            zone: string | null
          }
          field: string
          quantity: string
          unit: string
          arithmetic: 'register' | 'gauge'
          status: 'live' | 'commissioning'
          last: {
            /**
             * RFC 3339 with offset
             */
            time: string
            value: number
            quality: 'good' | 'suspect' | 'stale' | 'bad' | 'estimated'
          } | null
          stale: boolean
          /**
           * CT x PT ratio, with what corrects the unit
           */
          multiplier: number
          serial: string | null
        }[]
        /**
         * messages that it counts as sent and that did not arrive
         */
        lost: number
      }[]
      /**
       * fields without a point, and topics without a source
       */
      waiting: number
    }
  }
  /**
   * Fields without a point and topics without a source, with what a form is filled in with
   */
  'GET /api/v1/devices/discovered': {
    response: {
      fields: {
        make: string
        topic: string | null
        source: string | null
        device: string
        field: string
        last_value: string
        count: number
        /**
         * RFC 3339 with offset
         */
        last_seen: string
        suggestion: {
          quantity: string
          unit: string
          kind: string
          confidence: 'high' | 'medium' | 'low'
          /**
           * the reasons as one English sentence
           */
          because: string
          reasons: {
            code:
              | 'source'
              | 'preset'
              | 'home-assistant'
              | 'description-unit'
              | 'name-and-unit'
              | 'name-alone'
              | 'other-unit'
              | 'steps'
              | 'kelvin'
              | 'rise'
              | 'large-register'
              | 'large-power'
              | 'small-power'
            values: {
              [k: string]: string | number
            }
          }[]
        } | null
      }[]
      topics: {
        template: string
        count: number
        /**
         * RFC 3339 with offset
         */
        last_seen: string
        sample: {
          topic: string
          payload: string
        }
        make: string | null
        fields: {
          make: string
          topic: string | null
          source: string | null
          device: string
          field: string
          last_value: string
          count: number
          /**
           * RFC 3339 with offset
           */
          last_seen: string
          suggestion: {
            quantity: string
            unit: string
            kind: string
            confidence: 'high' | 'medium' | 'low'
            /**
             * the reasons as one English sentence
             */
            because: string
            reasons: {
              code:
                | 'source'
                | 'preset'
                | 'home-assistant'
                | 'description-unit'
                | 'name-and-unit'
                | 'name-alone'
                | 'other-unit'
                | 'steps'
                | 'kelvin'
                | 'rise'
                | 'large-register'
                | 'large-power'
                | 'small-power'
              values: {
                [k: string]: string | number
              }
            }[]
          } | null
        }[]
      }[]
    }
  }
  /**
   * The register as a sheet, or a sheet to fill in
   */
  'GET /api/v1/devices/sheets/{file}': {}
  /**
   * What a change of a device would write, and its totals before and after; nothing is written
   */
  'POST /api/v1/devices/preview': {
    response: {
      faults: {
        cell: string
        column: string
        value: string
        message: string
        hint: string | null
      }[]
      columns: {
        column: string
        head: string
        taken_as: string | null
      }[]
      points: {
        row: number
        /**
         * id of a point; percent-encoded in addresses
         */
        id: string
        quantity: string
        source: string
        device: string
        field: string
      }[]
      /**
       * the file that is written
       */
      file: string
      lines: {
        change: 'added' | 'removed'
        text: string
      }[]
      totals: {
        /**
         * id of a point; percent-encoded in addresses
         */
        point: string
        unit: string
        form: 'total' | 'mean'
        parts: {
          /**
           * RFC 3339 with offset
           */
          from: string
          /**
           * RFC 3339 with offset
           */
          to: string
          old: number | null
          new: number | null
        }[]
        /**
         * messages that are decoded again
         */
        messages: number
        /**
         * readings from before the archive begins, which are converted
         */
        older_readings: number
      } | null
      readings: {
        before: {
          /**
           * RFC 3339 with offset
           */
          time: string
          value: number
        } | null
        after: {
          /**
           * RFC 3339 with offset
           */
          time: string
          value: number
        } | null
        unit: string
        display: number | null
      } | null
    }
    body:
      | {
          kind: 'point'
          /**
           * by the names of the columns of the sheet: make, topic, device, field, point, place, use, quantity, unit ...
           */
          row: {
            [k: string]: string
          }
        }
      | {
          kind: 'meter'
          /**
           * id of a point; percent-encoded in addresses
           */
          point: string
          /**
           * when it was replaced: RFC 3339, or a local date or time of the campus
           */
          at: string
          /**
           * of the old meter, canonical unit, as on the meter
           */
          last_index: number
          /**
           * of the new meter, likewise
           */
          first_index: number
          /**
           * the new meter as its messages name it; left out: as before
           */
          device?: string
          /**
           * serial number of the new meter
           */
          serial?: string
          /**
           * CT x PT ratio of the new meter; left out: as before
           */
          ct_ratio?: number
        }
      | {
          kind: 'unit'
          /**
           * id of a point; percent-encoded in addresses
           */
          point: string
          /**
           * what the messages are in: Wh
           */
          unit: string
        }
      | {
          kind: 'live'
          /**
           * id of a point; percent-encoded in addresses
           */
          point: string
          /**
           * what the display showed, canonical unit
           */
          display: number
        }
  }
  /**
   * Proposed changes of devices, newest first
   */
  'GET /api/v1/devices/proposals': {
    response: {
      proposals: {
        id: string
        kind: 'rows' | 'meter' | 'unit' | 'live'
        point: string | null
        file: string | null
        rows: number
        about: {
          [k: string]: string | number | null
        }
        by: string
        /**
         * RFC 3339 with offset
         */
        at: string
        state: 'open' | 'applying' | 'applied' | 'withdrawn'
        decided_by: string | null
        decided_at: string | null
      }[]
    }
  }
  /**
   * Propose a change of a device
   */
  'POST /api/v1/devices/proposals': {
    response: {
      id: string
      kind: 'rows' | 'meter' | 'unit' | 'live'
      point: string | null
      file: string | null
      rows: number
      about: {
        [k: string]: string | number | null
      }
      by: string
      /**
       * RFC 3339 with offset
       */
      at: string
      state: 'open' | 'applying' | 'applied' | 'withdrawn'
      decided_by: string | null
      decided_at: string | null
    }
    body:
      | {
          kind: 'point'
          /**
           * by the names of the columns of the sheet: make, topic, device, field, point, place, use, quantity, unit ...
           */
          row: {
            [k: string]: string
          }
        }
      | {
          kind: 'meter'
          /**
           * id of a point; percent-encoded in addresses
           */
          point: string
          /**
           * when it was replaced: RFC 3339, or a local date or time of the campus
           */
          at: string
          /**
           * of the old meter, canonical unit, as on the meter
           */
          last_index: number
          /**
           * of the new meter, likewise
           */
          first_index: number
          /**
           * the new meter as its messages name it; left out: as before
           */
          device?: string
          /**
           * serial number of the new meter
           */
          serial?: string
          /**
           * CT x PT ratio of the new meter; left out: as before
           */
          ct_ratio?: number
        }
      | {
          kind: 'unit'
          /**
           * id of a point; percent-encoded in addresses
           */
          point: string
          /**
           * what the messages are in: Wh
           */
          unit: string
        }
      | {
          kind: 'live'
          /**
           * id of a point; percent-encoded in addresses
           */
          point: string
          /**
           * what the display showed, canonical unit
           */
          display: number
        }
  }
  /**
   * What a proposal would write as things stand
   */
  'GET /api/v1/devices/proposals/{id}/preview': {
    response: {
      faults: {
        cell: string
        column: string
        value: string
        message: string
        hint: string | null
      }[]
      columns: {
        column: string
        head: string
        taken_as: string | null
      }[]
      points: {
        row: number
        /**
         * id of a point; percent-encoded in addresses
         */
        id: string
        quantity: string
        source: string
        device: string
        field: string
      }[]
      /**
       * the file that is written
       */
      file: string
      lines: {
        change: 'added' | 'removed'
        text: string
      }[]
      totals: {
        /**
         * id of a point; percent-encoded in addresses
         */
        point: string
        unit: string
        form: 'total' | 'mean'
        parts: {
          /**
           * RFC 3339 with offset
           */
          from: string
          /**
           * RFC 3339 with offset
           */
          to: string
          old: number | null
          new: number | null
        }[]
        /**
         * messages that are decoded again
         */
        messages: number
        /**
         * readings from before the archive begins, which are converted
         */
        older_readings: number
      } | null
      readings: {
        before: {
          /**
           * RFC 3339 with offset
           */
          time: string
          value: number
        } | null
        after: {
          /**
           * RFC 3339 with offset
           */
          time: string
          value: number
        } | null
        unit: string
        display: number | null
      } | null
    }
  }
  /**
   * Write the file, put the campus in force, and decode again what was wrong
   */
  'POST /api/v1/devices/proposals/{id}/apply': {
    response: {
      id: string
      kind: 'rows' | 'meter' | 'unit' | 'live'
      point: string | null
      file: string | null
      rows: number
      about: {
        [k: string]: string | number | null
      }
      by: string
      /**
       * RFC 3339 with offset
       */
      at: string
      state: 'open' | 'applying' | 'applied' | 'withdrawn'
      decided_by: string | null
      decided_at: string | null
    }
  }
  /**
   * Withdraw an open proposal
   */
  'POST /api/v1/devices/proposals/{id}/withdraw': {
    response: {
      id: string
      kind: 'rows' | 'meter' | 'unit' | 'live'
      point: string | null
      file: string | null
      rows: number
      about: {
        [k: string]: string | number | null
      }
      by: string
      /**
       * RFC 3339 with offset
       */
      at: string
      state: 'open' | 'applying' | 'applied' | 'withdrawn'
      decided_by: string | null
      decided_at: string | null
    }
  }
  /**
   * Readings of one point; `seq` is what /drained waits for. A row that cannot be stored refuses all of them, each with its place
   */
  'POST /api/v1/import': {
    response: {
      accepted: number
      seq: number
      /**
       * id of an import
       */
      import: string
    }
    body: {
      /**
       * id of a point; percent-encoded in addresses
       */
      point: string
      /**
       * time and value in the unit of the point
       *
       * @minItems 1
       * @maxItems 1000
       */
      rows: [number, number][]
      /**
       * positions in `rows`, from 0, of values that are estimates
       *
       * @maxItems 1000
       */
      estimated?: number[]
      /**
       * id of an import
       */
      import?: string
      /**
       * oldest time that is believed, epoch milliseconds; default 2000-01-01
       */
      accept_since?: number
    }
  }
  /**
   * Waits until everything accepted up to `seq` is stored, and rolled up if asked; `drained` false after ten seconds: ask again
   */
  'POST /api/v1/drained': {
    response: {
      drained: boolean
    }
    body: {
      seq: number
      rolled?: boolean
    }
  }
  /**
   * Imports, oldest first
   */
  'GET /api/v1/imports': {
    response: {
      imports: {
        /**
         * id of an import
         */
        id: string
        file: string | null
        by: string
        opened: string
        state: 'open' | 'stored' | 'undoing' | 'undone'
        /**
         * Items: id of a point; percent-encoded in addresses
         */
        points: string[]
        /**
         * readings of the import
         */
        readings: number
        /**
         * of them those that took the place of others
         */
        replaced: number
        from: string | null
        to: string | null
        undone: {
          by: string
          at: string
          /**
           * readings that came back
           */
          restored: number
          /**
           * readings that are gone
           */
          removed: number
          kept: {
            /**
             * id of a point; percent-encoded in addresses
             */
            point: string
            /**
             * readings that stay as they are
             */
            readings: number
            import: string | null
          }[]
        } | null
      }[]
    }
  }
  /**
   * Begin an import: its rows can be taken back together
   */
  'POST /api/v1/imports': {
    response: {
      /**
       * id of an import
       */
      id: string
      file: string | null
      by: string
      opened: string
      state: 'open' | 'stored' | 'undoing' | 'undone'
      /**
       * Items: id of a point; percent-encoded in addresses
       */
      points: string[]
      /**
       * readings of the import
       */
      readings: number
      /**
       * of them those that took the place of others
       */
      replaced: number
      from: string | null
      to: string | null
      undone: {
        by: string
        at: string
        /**
         * readings that came back
         */
        restored: number
        /**
         * readings that are gone
         */
        removed: number
        kept: {
          /**
           * id of a point; percent-encoded in addresses
           */
          point: string
          /**
           * readings that stay as they are
           */
          readings: number
          import: string | null
        }[]
      } | null
    }
    body: {
      file?: string | null
      /**
       * @minItems 1
       * @maxItems 1000
       *
       * Items: id of a point; percent-encoded in addresses
       */
      points: string[]
    }
  }
  /**
   * End an import: it takes no more rows
   */
  'POST /api/v1/imports/{id}/finish': {
    response: {
      /**
       * id of an import
       */
      id: string
      file: string | null
      by: string
      opened: string
      state: 'open' | 'stored' | 'undoing' | 'undone'
      /**
       * Items: id of a point; percent-encoded in addresses
       */
      points: string[]
      /**
       * readings of the import
       */
      readings: number
      /**
       * of them those that took the place of others
       */
      replaced: number
      from: string | null
      to: string | null
      undone: {
        by: string
        at: string
        /**
         * readings that came back
         */
        restored: number
        /**
         * readings that are gone
         */
        removed: number
        kept: {
          /**
           * id of a point; percent-encoded in addresses
           */
          point: string
          /**
           * readings that stay as they are
           */
          readings: number
          import: string | null
        }[]
      } | null
    }
  }
  /**
   * Take the rows of an import back: what they replaced comes back, what was stored there since stays
   */
  'POST /api/v1/imports/{id}/undo': {
    response: {
      import: {
        /**
         * id of an import
         */
        id: string
        file: string | null
        by: string
        opened: string
        state: 'open' | 'stored' | 'undoing' | 'undone'
        /**
         * Items: id of a point; percent-encoded in addresses
         */
        points: string[]
        /**
         * readings of the import
         */
        readings: number
        /**
         * of them those that took the place of others
         */
        replaced: number
        from: string | null
        to: string | null
        undone: {
          by: string
          at: string
          /**
           * readings that came back
           */
          restored: number
          /**
           * readings that are gone
           */
          removed: number
          kept: {
            /**
             * id of a point; percent-encoded in addresses
             */
            point: string
            /**
             * readings that stay as they are
             */
            readings: number
            import: string | null
          }[]
        } | null
      }
      restored: number
      removed: number
      kept: {
        /**
         * id of a point; percent-encoded in addresses
         */
        point: string
        /**
         * readings that stay as they are
         */
        readings: number
        import: string | null
      }[]
      /**
       * what /drained waits for
       */
      seq: number
    }
  }
  /**
   * Long work that runs or has just ended
   */
  'GET /api/v1/progress': {
    response: {
      jobs: {
        id: string
        name: string
        state: 'running' | 'done' | 'failed'
        done: number
        total: number | null
        unit: string
        detail: string
      }[]
    }
  }
  /**
   * The answer of work that was begun with `Prefer: respond-async`, once it is there; until then 202 again
   */
  'GET /api/v1/requests/{id}': {}
  /**
   * Compute what is due, or a span again from raw readings
   */
  'POST /api/v1/rollup': {
    response: {
      points: number
      buckets: number
      different: number
    }
    body: {
      from?: string | null
      to?: string | null
    }
  }
  /**
   * Every bucket again from raw readings; with verify only compared
   */
  'POST /api/v1/rebuild': {
    response: {
      points: number
      buckets: number
      different: number
    }
    body: {
      verify?: boolean
    }
  }
  /**
   * Readings and buckets of a span removed, before a simulated campus plays it again; refused where the devices are real
   */
  'POST /api/v1/simulation/empty': {
    response: {
      points: number
    }
    body: {
      from: string
      to: string
    }
  }
  /**
   * Raw messages that are kept, how far back, and for how many days there is room
   */
  'GET /api/v1/archive': {
    response: {
      /**
       * how long raw messages are to be kept; 0 = not at all
       */
      days: number
      /**
       * the oldest make room above this size
       */
      cap_bytes: number
      /**
       * files
       */
      parts: number
      /**
       * size on disk, packed
       */
      bytes: number
      first_received: string | null
      last_received: string | null
      /**
       * it reaches back to the very first message
       */
      whole: boolean
      bytes_per_day: number | null
      days_that_fit: number | null
      /**
       * free on the disk of the archive
       */
      free_disk_bytes: number
      /**
       * parts that had to make room before their days were over, since the start
       */
      evicted: number
    }
  }
  /**
   * Decode one part of the archive again; asked for until `next` is null
   */
  'POST /api/v1/replay': {
    response: {
      /**
       * looked at
       */
      messages: number
      /**
       * sent through again
       */
      replayed: number
      next: number | null
      until: number
      /**
       * what /drained waits for
       */
      seq: number
      /**
       * steps that follow
       */
      parts_left: number
    }
    body: {
      source?: string | null
      from: string
      to: string
      /**
       * `next` of the step before
       */
      after?: number
      until?: number | null
    }
  }
  /**
   * Readings of a source in a span removed before they are decoded again; refused when the archive does not hold them
   */
  'POST /api/v1/replay/clear': {
    response: {
      points: number
    }
    body: {
      source?: string | null
      from: string
      to: string
    }
  }
  /**
   * A backup of everything the service keeps, as it is made: a tar archive whose last part is the manifest; an answer that breaks off is no backup
   */
  'GET /api/v1/backup': {}
  /**
   * Remove what a device tells of people: readings of occupancy and its raw messages; totals stay
   */
  'POST /api/v1/forget': {
    response: {
      device: string
      /**
       * points of occupancy that the device serves or served
       */
      points: string[]
      /**
       * rows that were removed
       */
      readings: number
      /**
       * raw messages whose payload was overwritten
       */
      messages: number
      /**
       * raw messages that are still in the journal: forget again later
       */
      open: number
    }
    body: {
      device: string
      /**
       * change nothing
       */
      preview?: boolean
      reason?: string
    }
  }
  /**
   * Who changed what, the newest first
   */
  'GET /api/v1/audit': {
    response: {
      events: {
        sequence: number
        /**
         * RFC 3339 with offset
         */
        at: string
        principal: string
        /**
         * a use case, `login` or `login-refused`
         */
        action: string
        outcome: 'done' | 'refused' | 'failed'
        /**
         * what was asked for and what came of it, shortened, without secrets
         */
        detail: {
          [k: string]: unknown
        }
        reason: string | null
        request: string
        address: string | null
        hash: string
      }[]
    }
    query: {
      limit?: number
      before?: number
      principal?: string
      action?: string
      from?: string
      to?: string
    }
  }
  /**
   * Whether every event is there and unchanged
   */
  'GET /api/v1/audit/verify': {
    response: {
      ok: boolean
      events: number
      head: {
        sequence: number
        /**
         * SHA-256, hex
         */
        hash: string
      } | null
      fault: {
        /**
         * of the first broken place
         */
        sequence: number
        detail: string
      } | null
    }
  }
  /**
   * Access tokens, without their secrets
   */
  'GET /api/v1/tokens': {
    response: {
      tokens: {
        id: string
        name: string | null
        role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
        site: string | null
        /**
         * RFC 3339 with offset
         */
        created_at: string
        expires_at: string | null
        revoked: boolean
        /**
         * records that are older than damage to state.log are not believed
         */
        suspended: boolean
        last_used_at: string | null
      }[]
    }
  }
  /**
   * A new access token
   */
  'POST /api/v1/tokens': {
    response: {
      id: string
      name: string | null
      role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
      site: string | null
      /**
       * RFC 3339 with offset
       */
      created_at: string
      expires_at: string | null
      revoked: boolean
      /**
       * records that are older than damage to state.log are not believed
       */
      suspended: boolean
      last_used_at: string | null
      /**
       * shown here only
       */
      token: string
    }
    body: {
      role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
      /**
       * what it is for
       */
      name?: string
      site?: string
      /**
       * 90d, 12h, 1y or never; default: 1y
       */
      expires?: string
    }
  }
  /**
   * Revoke a token, its sessions too
   */
  'DELETE /api/v1/tokens/{id}': {
    response: {
      revoked: string
    }
  }
  /**
   * People
   */
  'GET /api/v1/users': {
    response: {
      users: {
        name: string
        role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
        site: string | null
        state: 'invited' | 'active' | 'disabled'
        /**
         * records that are older than damage to state.log are not believed; a reset ends it
         */
        suspended: boolean
        /**
         * RFC 3339 with offset
         */
        created_at: string
        invitation_expires_at: string | null
        /**
         * a second factor is set up
         */
        factor: boolean
      }[]
    }
  }
  /**
   * Invite a person: a code that works once
   */
  'POST /api/v1/users': {
    response: {
      name: string
      role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
      site: string | null
      state: 'invited' | 'active' | 'disabled'
      /**
       * records that are older than damage to state.log are not believed; a reset ends it
       */
      suspended: boolean
      /**
       * RFC 3339 with offset
       */
      created_at: string
      invitation_expires_at: string | null
      /**
       * a second factor is set up
       */
      factor: boolean
      /**
       * works once, shown here only
       */
      code: string
      /**
       * of the page where the user sets a password
       */
      path: string
    }
    body: {
      name: string
      role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
      site?: string
    }
  }
  /**
   * Disable a user and end the sessions
   */
  'POST /api/v1/users/{name}/disable': {
    response: {
      name: string
      role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
      site: string | null
      state: 'invited' | 'active' | 'disabled'
      /**
       * records that are older than damage to state.log are not believed; a reset ends it
       */
      suspended: boolean
      /**
       * RFC 3339 with offset
       */
      created_at: string
      invitation_expires_at: string | null
      /**
       * a second factor is set up
       */
      factor: boolean
    }
  }
  /**
   * A new code in place of the password
   */
  'POST /api/v1/users/{name}/reset': {
    response: {
      name: string
      role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
      site: string | null
      state: 'invited' | 'active' | 'disabled'
      /**
       * records that are older than damage to state.log are not believed; a reset ends it
       */
      suspended: boolean
      /**
       * RFC 3339 with offset
       */
      created_at: string
      invitation_expires_at: string | null
      /**
       * a second factor is set up
       */
      factor: boolean
      /**
       * works once, shown here only
       */
      code: string
      /**
       * of the page where the user sets a password
       */
      path: string
    }
  }
  /**
   * Remove a lost second factor and end the sessions
   */
  'POST /api/v1/users/{name}/reset-factor': {
    response: {
      name: string
      role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
      site: string | null
      state: 'invited' | 'active' | 'disabled'
      /**
       * records that are older than damage to state.log are not believed; a reset ends it
       */
      suspended: boolean
      /**
       * RFC 3339 with offset
       */
      created_at: string
      invitation_expires_at: string | null
      /**
       * a second factor is set up
       */
      factor: boolean
    }
  }
  /**
   * Another role or site; ends the sessions
   */
  'POST /api/v1/users/{name}/role': {
    response: {
      name: string
      role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
      site: string | null
      state: 'invited' | 'active' | 'disabled'
      /**
       * records that are older than damage to state.log are not believed; a reset ends it
       */
      suspended: boolean
      /**
       * RFC 3339 with offset
       */
      created_at: string
      invitation_expires_at: string | null
      /**
       * a second factor is set up
       */
      factor: boolean
    }
    body: {
      role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
      site?: string
    }
  }
  /**
   * The account of whoever asks
   */
  'GET /api/v1/account': {
    response: {
      /**
       * as the audit names him
       */
      principal: string
      name: string | null
      role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
      site: string | null
      /**
       * a second factor is set up
       */
      factor: boolean
      /**
       * the campus file demands one of the role
       */
      factor_required: boolean
      /**
       * recovery codes that are not used
       */
      recovery_left: number
    }
  }
  /**
   * Change the own password; ends all other sessions
   */
  'POST /api/v1/account/password': {
    response: {
      /**
       * as the audit names him
       */
      principal: string
      name: string | null
      role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
      site: string | null
      /**
       * a second factor is set up
       */
      factor: boolean
      /**
       * the campus file demands one of the role
       */
      factor_required: boolean
      /**
       * recovery codes that are not used
       */
      recovery_left: number
    }
    body: {
      current_password: string
      new_password: string
    }
  }
  /**
   * Begin a second factor: a secret for an authenticator
   */
  'POST /api/v1/account/factor': {
    response: {
      /**
       * Base32, shown here only
       */
      secret: string
      /**
       * otpauth: address for a QR code, drawn by the page itself
       */
      uri: string
    }
    body: {
      password: string
      /**
       * six digits of the authenticator, or a recovery code
       */
      code?: string
    }
  }
  /**
   * Put the second factor in force with its first code; ends all other sessions
   */
  'POST /api/v1/account/factor/confirm': {
    response: {
      /**
       * as the audit names him
       */
      principal: string
      name: string | null
      role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
      site: string | null
      /**
       * a second factor is set up
       */
      factor: boolean
      /**
       * the campus file demands one of the role
       */
      factor_required: boolean
      /**
       * recovery codes that are not used
       */
      recovery_left: number
      /**
       * each works once in place of a code; shown here only
       */
      recovery_codes: string[]
    }
    body: {
      /**
       * six digits of the authenticator, or a recovery code
       */
      code: string
    }
  }
  /**
   * Remove the second factor
   */
  'POST /api/v1/account/factor/remove': {
    response: {
      /**
       * as the audit names him
       */
      principal: string
      name: string | null
      role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
      site: string | null
      /**
       * a second factor is set up
       */
      factor: boolean
      /**
       * the campus file demands one of the role
       */
      factor_required: boolean
      /**
       * recovery codes that are not used
       */
      recovery_left: number
    }
    body: {
      password: string
      /**
       * six digits of the authenticator, or a recovery code
       */
      code?: string
    }
  }
  /**
   * Sessions of the principal; for an administrator all
   */
  'GET /api/v1/sessions': {
    response: {
      sessions: {
        /**
         * names the session and opens nothing
         */
        id: string
        principal: string
        role: 'viewer' | 'operator' | 'preparer' | 'approver' | 'admin'
        /**
         * RFC 3339 with offset
         */
        opened_at: string
        /**
         * RFC 3339 with offset
         */
        used_at: string
        /**
         * the session of this request
         */
        current: boolean
      }[]
    }
  }
  /**
   * End a session
   */
  'DELETE /api/v1/sessions/{id}': {
    response: {
      ended: string
    }
  }
  /**
   * A session cookie for name and password
   */
  'POST /api/v1/session/password': {
    response: {
      role: string
      site: string | null
      via: string
      /**
       * of the user; absent for tokens and links
       */
      name?: string
      /**
       * nothing but the own account is open until it is set up
       */
      pending?: 'second-factor'
    }
    body: {
      name: string
      password: string
      /**
       * six digits of the authenticator, or a recovery code
       */
      code?: string
    }
  }
  /**
   * Set the password of an invitation; begins a session
   */
  'POST /api/v1/session/invitation': {
    response: {
      role: string
      site: string | null
      via: string
      /**
       * of the user; absent for tokens and links
       */
      name?: string
      /**
       * nothing but the own account is open until it is set up
       */
      pending?: 'second-factor'
    }
    body: {
      code: string
      password: string
    }
  }
  /**
   * How people sign in beside passwords
   */
  'GET /api/v1/session/ways': {
    response: {
      provider: {
        name: string
        /**
         * of the link that begins a login there
         */
        path: string
      } | null
    }
  }
  /**
   * Who asks
   */
  'GET /api/v1/session': {
    response: {
      role: string
      site: string | null
      via: string
      /**
       * of the user; absent for tokens and links
       */
      name?: string
      /**
       * nothing but the own account is open until it is set up
       */
      pending?: 'second-factor'
    }
  }
  /**
   * A session cookie for a token
   */
  'POST /api/v1/session': {
    response: {
      role: string
      site: string | null
      via: string
      /**
       * of the user; absent for tokens and links
       */
      name?: string
      /**
       * nothing but the own account is open until it is set up
       */
      pending?: 'second-factor'
    }
    body: {
      token: string
    }
  }
  /**
   * End the session
   */
  'DELETE /api/v1/session': {}
  /**
   * The one-time admin link
   */
  'GET /login': {
    query: {
      code: string
    }
  }
  /**
   * Read a sheet of devices: every fault with its cell, the points that it gives; nothing is written
   */
  'POST /api/v1/devices/sheet/preview': {
    response: {
      faults: {
        cell: string
        column: string
        value: string
        message: string
        hint: string | null
      }[]
      columns: {
        column: string
        head: string
        taken_as: string | null
      }[]
      points: {
        row: number
        /**
         * id of a point; percent-encoded in addresses
         */
        id: string
        quantity: string
        source: string
        device: string
        field: string
      }[]
      /**
       * the file that is written
       */
      file: string
      lines: {
        change: 'added' | 'removed'
        text: string
      }[]
      totals: {
        /**
         * id of a point; percent-encoded in addresses
         */
        point: string
        unit: string
        form: 'total' | 'mean'
        parts: {
          /**
           * RFC 3339 with offset
           */
          from: string
          /**
           * RFC 3339 with offset
           */
          to: string
          old: number | null
          new: number | null
        }[]
        /**
         * messages that are decoded again
         */
        messages: number
        /**
         * readings from before the archive begins, which are converted
         */
        older_readings: number
      } | null
      readings: {
        before: {
          /**
           * RFC 3339 with offset
           */
          time: string
          value: number
        } | null
        after: {
          /**
           * RFC 3339 with offset
           */
          time: string
          value: number
        } | null
        unit: string
        display: number | null
      } | null
    }
    query: {
      file: string
    }
  }
  /**
   * Propose the rows of a sheet of devices
   */
  'POST /api/v1/devices/sheet/proposals': {
    response: {
      id: string
      kind: 'rows' | 'meter' | 'unit' | 'live'
      point: string | null
      file: string | null
      rows: number
      about: {
        [k: string]: string | number | null
      }
      by: string
      /**
       * RFC 3339 with offset
       */
      at: string
      state: 'open' | 'applying' | 'applied' | 'withdrawn'
      decided_by: string | null
      decided_at: string | null
    }
    query: {
      file: string
    }
  }
  /**
   * Read a file of readings and store its rows behind the answer, or only look at it; options as of the command
   */
  'POST /api/v1/imports/file': {
    response: {
      /**
       * 0 all rows can be stored, 1 some are refused, 2 nothing is stored
       */
      exit: number
      import: string | null
      accepted: number
      refused: number
      no_value: number
      duplicates: number
      estimated: number
      points: {
        /**
         * id of a point; percent-encoded in addresses
         */
        point: string
        unit: string
        column: string
        accepted: number
        duplicates: number
        estimated: number
        from: string | null
        to: string | null
      }[]
      detected: {
        option: string
        value: string
        because: string
      }[]
      notes: string[]
      refusals: {
        line: number
        column: string
        value: string
        reason: string
      }[]
      failures: {
        line: number
        column: string
        value: string
        reason: string
        kind: string
        options: string[]
      }[]
      preview?: {
        line: number
        /**
         * id of a point; percent-encoded in addresses
         */
        point: string
        written: string
        time: string
        value: number
        unit: string
        estimated: boolean
      }[]
    }
    query: {
      file: string
      point?: string
      preview?: 'true' | 'false'
      time?: string | string[]
      date?: string | string[]
      clock?: string | string[]
      value?: string | string[]
      'time-format'?: string | string[]
      zone?: string | string[]
      unit?: string | string[]
      'unit-column'?: string | string[]
      scale?: string | string[]
      'ct-ratio'?: string | string[]
      delimiter?: string | string[]
      decimal?: string | string[]
      thousands?: string | string[]
      encoding?: string | string[]
      skip?: string | string[]
      sheet?: string | string[]
      where?: string | string[]
      estimated?: string | string[]
      map?: string | string[]
      wide?: string | string[]
      stamp?: string | string[]
      interval?: string | string[]
      duplicates?: string | string[]
      'accept-since'?: string | string[]
      records?: string | string[]
      profile?: string | string[]
    }
  }
}
